using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs;

/// <summary>Checkpoints and results as they are stored by id (C6): all state slots. Inputs are constants of the job and in no
/// checkpoint.</summary>
public static class TensorBlob
{
    /// <summary>A checkpoint: every state slot under its name.</summary>
    /// <param name="persistent">One tensor for each persistent slot.</param>
    public static byte[] WriteState(SlotTable slots, IReadOnlyList<Tensor> persistent)
    {
        var writer = Writer(slots, persistent);
        var bytes = new byte[checked((int)writer.Length)];
        using var stream = new MemoryStream(bytes);
        writer.WriteTo(stream);
        return bytes;
    }

    /// <summary>The same, to be written piece by piece.</summary>
    public static SafetensorsWriter Writer(SlotTable slots, IReadOnlyList<Tensor> persistent) =>
        new(slots.Persistent
            .Select((slot, i) => (slot, tensor: persistent[i]))
            .Where(s => s.slot.Kind == SlotKind.State)
            .Select(s => new NamedTensor(s.slot.Name, SafetensorsWriter.Dimensions(s.slot.Shape), s.tensor)));

    /// <summary>The persistent tensors of a checkpoint; inputs come from <paramref name="initial"/>. Whether it is the
    /// claimed state, its root says.</summary>
    /// <param name="initial">The job's initial state, one tensor for each persistent slot.</param>
    /// <exception cref="FormatException">A state slot is missing, of another type or shape, or something
    /// else is there.</exception>
    public static Tensor[] ReadState(ReadOnlyMemory<byte> blob, SlotTable slots, IReadOnlyList<Tensor> initial)
    {
        using var stream = Safetensors.StreamOver(blob);
        return ReadState(stream, slots, initial);
    }

    /// <inheritdoc cref="ReadState(ReadOnlyMemory{byte}, SlotTable, IReadOnlyList{Tensor})"/>
    public static Tensor[] ReadState(Stream blob, SlotTable slots, IReadOnlyList<Tensor> initial)
    {
        var file = SafetensorsFile.Open(blob);
        var names = file.Header.Entries.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Count != slots.Persistent.Count(s => s.Kind == SlotKind.State))
            throw new FormatException("A checkpoint holds every state slot and nothing else.");
        return [.. slots.Persistent.Select((slot, i) => slot.Kind == SlotKind.Input ? initial[i] : State(slot))];

        Tensor State(Slot slot) =>
            names.Contains(slot.Name) && file.Read(slot.Name) is var tensor && tensor.Type == slot.Type && tensor.Shape == slot.Shape
                ? tensor
                : throw new FormatException($"A checkpoint has to hold {slot.Name} of shape {slot.Shape}.");
    }
}
