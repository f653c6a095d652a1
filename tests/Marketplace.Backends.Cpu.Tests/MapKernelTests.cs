using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Numerics;
using Marketplace.Numerics.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>Every map function in every width against the law, word for word.</summary>
public sealed unsafe class MapKernelTests
{
    private const int MostWords = 70;

    /// <summary>Around an output: shows whether a kernel writes where it should not.</summary>
    private const uint Untouched = 0xdeadbeef;
    private const int Margin = 16;

    public static TheoryData<byte, CpuPath> Cases()
    {
        var cases = new TheoryData<byte, CpuPath>();
        // What reads or writes four elements of a word has no kernel over words.
        foreach (var function in MapFunction.All.Where(f => f.ResultType != ElementType.I8 && !f.OperandTypes.Contains(ElementType.I8)))
            foreach (var path in CpuPaths.Supported) cases.Add(function.Code, path);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryCount_AndEveryStride_GivesTheLawsBits(byte code, CpuPath path)
    {
        var function = MapFunction.ByCode(code);
        var vectors = new Vectors(0x3a90UL + code);
        for (var count = 0; count <= MostWords; count += TestRun.IsRepeated ? 3 : 1)
        {
            // Bit o: operand o is one word for the whole row.
            var constant = vectors.Below(3) == 0 ? vectors.Below(1 << function.OperandTypes.Length) : 0;
            Compare(function, path, Row.Of(function, count, constant, vectors));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_MayBeAnOperand(byte code, CpuPath path)
    {
        var function = MapFunction.ByCode(code);
        var vectors = new Vectors(0x1a90UL + code);
        for (var operand = 0; operand < function.OperandTypes.Length; operand++)
        {
            var row = Row.Of(function, 45, 0, vectors);
            var (inputs, expected) = (row.Inputs(function), row.Expected(function));
            var output = row.Operands[operand];
            Run(function, path, row, output, output.Length);
            TestRun.Compare($"{function.Name} in place", inputs, row.Width, expected, output);
        }
    }

    [Fact]
    public void UnknownCode_IsRefused()
    {
        var ask = () => (nint)MapKernels.Of(31, CpuPath.Scalar);
        ask.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static void Compare(MapFunction function, CpuPath path, Row row)
    {
        var output = new uint[row.Count + Margin];
        output.AsSpan().Fill(Untouched);
        Run(function, path, row, output, row.Count);
        output.AsSpan(row.Count).ToArray().Should().AllBeEquivalentTo(Untouched, "nothing follows the row");
        TestRun.Compare(
            $"{function.Name} of {row.Count}", row.Inputs(function), row.Width, row.Expected(function),
            output[..row.Count]);
    }

    private static void Run(MapFunction function, CpuPath path, Row row, uint[] output, int count)
    {
        var pointers = stackalloc uint*[MapFunction.MaxOperands];
        var handles = row.Operands.Select(o => new Memory<uint>(o).Pin()).ToArray();
        for (var o = 0; o < handles.Length; o++) pointers[o] = (uint*)handles[o].Pointer;
        fixed (uint* immediates = row.Immediates, target = output)
        fixed (int* strides = row.Strides)
            MapKernels.Of(function.Code, path)(pointers, strides, immediates, target, count);
        foreach (var handle in handles) handle.Dispose();
    }

    /// <summary>Operands and immediates of one row.</summary>
    private sealed record Row(int Count, uint[][] Operands, int[] Strides, uint[] Immediates)
    {
        public int Width => Operands.Length + Immediates.Length;

        public static Row Of(MapFunction function, int count, int constant, Vectors vectors)
        {
            var strides = function.OperandTypes.Select((_, o) => ((constant >> o) & 1) == 0 ? 1 : 0).ToArray();
            uint[][] operands = [.. strides.Select(s => new uint[s == 0 ? 1 : count])];
            Span<uint> words = stackalloc uint[operands.Length];
            for (var e = 0; e < Math.Max(count, 1); e++)
            {
                Draw(function, words, vectors);
                for (var o = 0; o < words.Length; o++)
                    if (e < operands[o].Length) operands[o][e] = words[o];
            }

            uint[] immediates = [.. Enumerable.Range(0, function.ImmediateCount).Select(_ => vectors.Float())];
            return new(count, operands, strides, immediates);
        }

        public uint[] Expected(MapFunction function)
        {
            var expected = new uint[Count];
            Span<uint> words = stackalloc uint[Operands.Length];
            for (var e = 0; e < Count; e++)
            {
                for (var o = 0; o < words.Length; o++) words[o] = Operands[o][e * Strides[o]];
                expected[e] = function.Evaluate(words, Immediates);
            }

            return expected;
        }

        public uint[] Inputs(MapFunction function) => [.. Enumerable.Range(0, Count).SelectMany(
            e => Operands.Select((words, o) => words[e * Strides[o]]).Concat(Immediates))];

        private static void Draw(MapFunction function, Span<uint> words, Vectors vectors)
        {
            if (function.OperandTypes[0] == ElementType.I32)
            {
                foreach (ref var word in words) word = vectors.Int();
            }
            else if (words.Length == 1 && vectors.Below(2) == 0)
            {
                words[0] = vectors.ElementaryArgument(function.Code);
            }
            else
            {
                vectors.Related(words);
            }
        }
    }
}
