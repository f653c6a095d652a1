using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>An event of a contract: how its log is read.</summary>
/// <remarks>An indexed value that does not fit a topic is only there as its hash, and is read as bytes32. An event all of whose
/// values are indexed may carry data that the ABI does not describe: they are no values of it.</remarks>
public sealed class AbiEvent
{
    private readonly bool[] _indexed;
    private readonly AbiTuple _topics;
    private readonly AbiTuple _data;

    /// <param name="name">As the contract spells it.</param>
    /// <param name="inputs">The types of all its values, for example <c>(address,uint256)</c>.</param>
    /// <param name="indexed">Positions of the indexed values.</param>
    public AbiEvent(string name, string inputs, params int[] indexed)
    {
        var all = AbiType.ParseTuple(inputs).Components;
        _indexed = [.. all.Select((_, i) => indexed.Contains(i))];
        _topics = new AbiTuple([.. all.Where((_, i) => _indexed[i]).Select(AsTopic)]);
        _data = new AbiTuple([.. all.Where((_, i) => !_indexed[i])]);
        Topic = Abi.Topic(name + inputs);
        Signature = name + inputs;
    }

    public string Signature { get; }

    /// <summary>The first topic of every log of this event.</summary>
    public Hash32 Topic { get; }

    /// <summary>The values in the order of the event's declaration.</summary>
    /// <exception cref="AbiFormatException">The log is none of this event.</exception>
    public object[] Decode(ChainLog log)
    {
        if (log.Topics.Count == 0 || log.Topics[0] != Topic) throw new AbiFormatException($"The log is no {Signature}.");
        var words = new byte[32 * (log.Topics.Count - 1)];
        for (var i = 1; i < log.Topics.Count; i++) log.Topics[i].CopyTo(words.AsSpan(32 * (i - 1)));

        var topics = new Queue<object>(AbiDecoder.Decode(_topics, words));
        var data = new Queue<object>(_data.Components.Count == 0 ? [] : AbiDecoder.Decode(_data, log.Data));
        return [.. _indexed.Select(isTopic => isTopic ? topics.Dequeue() : data.Dequeue())];
    }

    private static AbiType AsTopic(AbiType type) =>
        type is AbiBytes or AbiArray or AbiTuple ? new AbiFixedBytes(Hash32.Size) : type;
}

/// <summary>What a contract said, as a binding reads it.</summary>
public interface IContractEvent;

/// <summary>A binding's event: its topic and its reader.</summary>
public interface IContractEvent<TSelf> : IContractEvent
    where TSelf : IContractEvent<TSelf>
{
    static abstract AbiEvent Definition { get; }

    /// <exception cref="AbiFormatException">The log is none of this event.</exception>
    static abstract TSelf Decode(ChainLog log);
}

/// <summary>The events that somebody wants to hear of, by their first topic.</summary>
public sealed class EventTable
{
    private readonly Dictionary<Hash32, Func<ChainLog, IContractEvent>> _readers = [];

    private EventTable()
    {
    }

    public static EventTable Empty { get; } = new();

    public IReadOnlyCollection<Hash32> Topics => _readers.Keys;

    /// <summary>This table and one event more. An event that several contracts share may be added twice.</summary>
    public EventTable With<TEvent>()
        where TEvent : IContractEvent<TEvent>
    {
        var table = With(this);
        table._readers[TEvent.Definition.Topic] = log => TEvent.Decode(log);
        return table;
    }

    /// <summary>The events of both tables; where both know one, the other's reader is used.</summary>
    public EventTable With(EventTable other)
    {
        var table = new EventTable();
        foreach (var (topic, reader) in _readers) table._readers[topic] = reader;
        foreach (var (topic, reader) in other._readers) table._readers[topic] = reader;
        return table;
    }

    /// <summary>The event, or null if the table does not know its topic.</summary>
    /// <exception cref="AbiFormatException">The topic is known and the rest is not of its form.</exception>
    public IContractEvent? TryDecode(ChainLog log) =>
        log.Topics.Count > 0 && _readers.TryGetValue(log.Topics[0], out var reader) ? reader(log) : null;
}
