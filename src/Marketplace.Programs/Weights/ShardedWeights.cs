using System.Globalization;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs.Weights;

/// <summary>A file of weights to be written: its name and its tensors.</summary>
public sealed record WeightShard(string FileName, SafetensorsWriter Content);

/// <summary>Weights in several safetensors files with an index.</summary>
public static class ShardedWeights
{
    /// <summary>Cuts tensors, in the order given, into files model-00001-of-0000n.safetensors.</summary>
    /// <param name="maxShardBytes">Of the tensors in one file; a tensor that is larger has a file of its own.</param>
    public static (IReadOnlyList<WeightShard> Shards, SafetensorsIndex Index) Cut(
        IEnumerable<NamedTensor> tensors, long maxShardBytes)
    {
        Invariant.That(maxShardBytes > 0, "a shard has room for a byte");
        var cuts = new List<List<NamedTensor>>();
        long room = 0;
        foreach (var tensor in tensors)
        {
            var size = tensor.Tensor.Shape.Elements * (tensor.Tensor.Type == Numerics.ElementType.I8 ? 1 : 4);
            if (cuts.Count == 0 || size > room)
            {
                cuts.Add([]);
                room = maxShardBytes;
            }

            cuts[^1].Add(tensor);
            room -= size;
        }

        var shards = cuts.Select((cut, i) =>
            new WeightShard(FileName(i + 1, cuts.Count), new SafetensorsWriter(cut))).ToArray();
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < shards.Length; i++)
            foreach (var tensor in cuts[i]) map.Add(tensor.Name, shards[i].FileName);
        long total = 0;
        foreach (var shard in shards) total += shard.Content.DataLength;
        return (shards, new SafetensorsIndex(total, map));
    }

    /// <summary>Reads all tensors that an index names, one file after the other.</summary>
    /// <param name="open">A seekable stream of a file of the index; it is disposed of here.</param>
    /// <exception cref="FormatException">A file is none, or holds other tensors than the index says.</exception>
    public static SortedDictionary<string, Tensor> Read(SafetensorsIndex index, Func<string, Stream> open)
    {
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        long total = 0;
        foreach (var name in index.Files)
        {
            using var stream = open(name);
            var file = SafetensorsFile.Open(stream);
            foreach (var entry in file.Header.Entries)
            {
                if (!index.WeightMap.TryGetValue(entry.Name, out var expected) || expected != name)
                    throw new FormatException($"{name} holds the tensor {entry.Name}, which the index does not say.");
                tensors.Add(entry.Name, file.Read(entry.Name));
                total += entry.End - entry.Begin;
            }
        }

        var missing = index.WeightMap.Keys.FirstOrDefault(k => !tensors.ContainsKey(k));
        if (missing is not null)
            throw new FormatException($"The tensor {missing} is not in the file that the index names.");
        return total == index.TotalSize
            ? tensors
            : throw new FormatException($"The tensors have {total} bytes, not {index.TotalSize} as the index says.");
    }

    private static string FileName(int number, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"model-{number:D5}-of-{count:D5}.safetensors");
}
