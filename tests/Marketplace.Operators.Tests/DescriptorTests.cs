using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

public class DescriptorTests
{
    private static Descriptor Scale()
    {
        var x = new Tensor(ElementType.F32, Shape.Of(2, 3));
        return Operation(OpCode.Map, MapCode.Scale, ElementType.F32, Shape.Of(2, 3), [0x3f000000], Read(x, 5, 0, 0, 3, 1, slot: 258));
    }

    [Fact]
    public void Encode_IsTheProtocolsBytes()
    {
        const string Head = "05" + "15" + "00" + "01" + "01" + "0007" + "00000001" + "00000001" + "00000002" + "00000003";
        const string Operand = "0102" + "00" + "00000002" + "00000003" + "0000000005" + "0000000000" + "0000000000" + "0000000003" + "0000000001";
        var bytes = Scale().Encode();
        Convert.ToHexStringLower(bytes).Should().Be(Head + "3f000000" + Operand);
        Scale().Leaf.Should().Be(Keccak.Hash([0, .. bytes]));
        Descriptor.Decode(bytes).Should().Be(Scale());
    }

    [Fact]
    public void Encode_OfScatterAdd_IsTheProtocolsExample()
    {
        const string Head = "09" + "00" + "00" + "02" + "01" + "0002" + "00000001" + "00000001" + "00000004" + "00000003" + "00000005";
        const string Indices = "0000" + "01" + "00000001" + "00000005" + "0000000000" + "0000000000" + "0000000000" + "0000000001" + "0000000000";
        const string Gradient = "0001" + "00" + "00000005" + "00000003" + "0000000000" + "0000000000" + "0000000000" + "0000000003" + "0000000001";
        var (indices, gradient) = (new Tensor(ElementType.I32, Shape.Of(5)), new Tensor(ElementType.F32, Shape.Of(5, 3)));
        var op = Operation(
            OpCode.ScatterAdd, 0, ElementType.F32, Shape.Of(4, 3), [5], Read(indices, 0, 0, 0, 1, 0, slot: 0), Read(gradient, 0, 0, 0, 3, 1, slot: 1));
        Convert.ToHexStringLower((op with { Slot = 2 }).Encode()).Should().Be(Head + Indices + Gradient);
    }

    [Fact]
    public void Decode_ReadsExactlyWhatEncodeWrites()
    {
        var bytes = Scale().Encode();
        Action shorter = () => Descriptor.Decode(bytes.AsSpan(0, bytes.Length - 1));
        Action longer = () => Descriptor.Decode([.. bytes, 0]);
        Action head = () => Descriptor.Decode(bytes.AsSpan(0, 22));
        shorter.Should().Throw<FormatException>();
        longer.Should().Throw<FormatException>();
        head.Should().Throw<FormatException>();
        foreach (var (place, value) in new[] { (0, 0), (0, 11), (2, 3), (3, 2), (3, 17), (4, 0), (27 + 2, 7) })
        {
            var damaged = (byte[])bytes.Clone();
            damaged[place] = (byte)value;
            Action decode = () => Descriptor.Decode(damaged);
            decode.Should().Throw<FormatException>($"byte {place} became {value}");
        }
    }

    [Fact]
    public void Shape_KnowsWhatIsTooLarge()
    {
        Shape.Of(2, 3).Should().Be(Shape.Of(1, 1, 2, 3));
        new Shape(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue).IsAdmissible.Should().BeFalse();
        new Shape(1, 0, 1, 1).IsAdmissible.Should().BeFalse();
        new Shape(1, 1 << 20, 1 << 20, 1).IsAdmissible.Should().BeFalse();
        new Shape(1, 1 << 20, (1 << 20) - 1, 64).IsAdmissible.Should().BeTrue();
        new Shape(1, 1 << 20, 1 << 19, 65).IsAdmissible.Should().BeFalse();
    }

    [Fact]
    public void Index_CountsRowByRow()
    {
        var shape = Shape.Of(2, 3, 4, 5);
        for (var e = 0; e < 120; e++)
        {
            var i = shape.Index(e);
            (((i.I0 * 3 + i.I1) * 4 + i.I2) * 5 + i.I3).Should().Be(e);
        }
    }
}
