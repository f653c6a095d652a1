using System.Buffers.Binary;
using System.Text;

namespace Marketplace.Programs.Onnx;

/// <summary>The wire format of protocol buffers: fields of a message, one after the other. Nothing is copied, and no
/// length is
/// believed before its bytes are there.</summary>
/// <param name="message">The bytes of one message.</param>
internal struct WireReader(ReadOnlyMemory<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, Length = 2, Fixed32 = 5;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private int _at;
    private int _type;

    /// <summary>The number of the field whose value comes next.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the message's end.</returns>
    /// <exception cref="FormatException">As of all reads: the bytes are no message.</exception>
    public bool Next()
    {
        if (_at == message.Length) return false;
        var tag = Number();
        (Field, _type) = ((int)Math.Min(tag >> 3, int.MaxValue), (int)(tag & 7));
        if (Field is 0 or > (1 << 29) - 1)
            throw new FormatException("The ONNX file has a field with an impossible number.");
        // Groups (3 and 4) are the only nesting without a length; ONNX has none.
        if (_type is not (Varint or Fixed64 or Length or Fixed32))
            throw new FormatException($"The ONNX file has a field of the unknown wire type {_type}.");
        return true;
    }

    public void Skip()
    {
        if (_type == Varint) Number();
        else if (_type == Length) Bytes();
        else Take(_type == Fixed64 ? 8 : 4);
    }

    public long Int64()
    {
        Require(Varint);
        return unchecked((long)Number());
    }

    /// <summary>A float's pattern.</summary>
    public uint Float()
    {
        Require(Fixed32);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);
    }

    /// <summary>The bytes of a message, of a text or of packed numbers.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Require(Length);
        var length = Number();
        return length <= int.MaxValue ? Take((int)length) : throw TooShort();
    }

    public string Text()
    {
        try
        {
            return s_strict.GetString(Bytes().Span);
        }
        catch (ArgumentException)
        {
            throw new FormatException("The ONNX file has a text that is not UTF-8.");
        }
    }

    /// <summary>One value of a repeated int64 field, or all of them if they are packed.</summary>
    public void Int64s(List<long> values)
    {
        if (_type != Length)
        {
            values.Add(Int64());
            return;
        }

        var packed = new WireReader(Bytes());
        while (packed._at < packed.End) values.Add(unchecked((long)packed.Number()));
    }

    /// <summary>The same of floats, as patterns.</summary>
    public void Floats(List<uint> values)
    {
        if (_type != Length)
        {
            values.Add(Float());
            return;
        }

        var packed = new WireReader(Bytes());
        while (packed._at < packed.End) values.Add(BinaryPrimitives.ReadUInt32LittleEndian(packed.Take(4).Span));
    }

    private readonly int End => message.Length;

    private ulong Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1).Span[0];
            // The tenth byte has room for one bit.
            if (shift == 63 && part > 1) break;
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return number;
        }

        throw new FormatException("The ONNX file has a number of more than 64 bits.");
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > message.Length - _at) throw TooShort();
        var taken = message.Slice(_at, count);
        _at += count;
        return taken;
    }

    private readonly void Require(int type)
    {
        if (_type != type)
            throw new FormatException($"The ONNX file has a value of another wire type than its field {Field} has.");
    }

    private static FormatException TooShort() => new("The ONNX file ends inside a field.");
}
