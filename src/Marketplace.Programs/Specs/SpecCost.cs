using System.Numerics;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Specs;

/// <summary>What a job takes, by closed formulas from its spec alone: before a shape exists, and exact for numbers of any
/// size (A2). The compiled program's own cost (<see cref="ProgramCost"/>) is asked later.</summary>
/// <param name="Parameters">Trained numbers. Of a graph: as many as its weights' files, or else it, could hold.</param>
/// <param name="StateBytes">Weights, moments and the sum of an unfinished update.</param>
/// <param name="TermsPerStep">An estimate: the matrix products of a step, of embeddings as well, and an update.</param>
public sealed record SpecCost(BigInteger Parameters, BigInteger StateBytes, BigInteger TermsPerStep)
{
    private const int BytesPerNumber = 4;

    // A product has two operands, each of them with a gradient that is a product of the same size.
    private const int ProductsOfTraining = 3;
    private const int TermsOfUpdate = 4;

    public static SpecCost Of(JobSpec spec)
    {
        var (parameters, products, scattered) = ModelCost(spec);
        var training = spec.Task != JobTask.Inference;
        var copies = training ? 1 + Moments(spec.Optimizer) + (spec.Batch.Accumulate > 1 ? 1 : 0) : 1;
        var terms = training ? ProductsOfTraining * products + scattered + TermsOfUpdate * parameters : products;
        return new SpecCost(parameters, BytesPerNumber * copies * parameters, terms);
    }

    /// <summary>Numbers that the optimiser keeps of every parameter.</summary>
    private static int Moments(OptimizerRule rule) => rule switch
    {
        SgdRule { Momentum: 0 } => 0,
        SgdRule => 1,
        _ => 2,
    };

    /// <summary>Parameters, terms of the products forwards, terms of the gradient of an embedding.</summary>
    private static (BigInteger Parameters, BigInteger Products, BigInteger Scattered) ModelCost(JobSpec spec)
    {
        BigInteger records = spec.Batch.Records;
        switch (spec.Model)
        {
            case RegisteredModel { Config: MlpConfig mlp }:
                var dense = Dense([.. mlp.Layers.Select(n => (BigInteger)n)]);
                return (dense.Parameters, records * dense.Products, 0);
            case RegisteredModel { Config: CnnConfig cnn }:
                var image = Convolutional(cnn);
                return (image.Parameters, records * image.Products, 0);
            case RegisteredModel { Config: Gpt2Config gpt2 }:
                return Transformer(Gpt2(gpt2), gpt2.VocabSize, gpt2.NEmbd, gpt2.NLayer, records, spec.Sequence ?? 1);
            case RegisteredModel { Config: LlamaConfig llama }:
                return Transformer(
                    Llama(llama), llama.VocabSize, llama.HiddenSize, llama.NumHiddenLayers, records, spec.Sequence ?? 1);
            case OnnxModel onnx:
                var bytes = spec.Weights is WeightFiles { Files: var files }
                    ? files.Aggregate(BigInteger.Zero, (sum, file) => sum + file.File.Bytes)
                    : onnx.Graph.Bytes;
                return (bytes / BytesPerNumber, records * (spec.Sequence ?? 1) * (bytes / BytesPerNumber), 0);
            default: throw new ArgumentException($"There is no formula for {spec.Model}.");
        }
    }

    private static (BigInteger Parameters, BigInteger Products) Dense(BigInteger[] widths)
    {
        var (parameters, products) = (BigInteger.Zero, BigInteger.Zero);
        for (var l = 0; l + 1 < widths.Length; l++)
        {
            parameters += widths[l + 1] * (widths[l] + 1);
            products += widths[l + 1] * widths[l];
        }

        return (parameters, products);
    }

    private static (BigInteger Parameters, BigInteger Products) Convolutional(CnnConfig cnn)
    {
        var (parameters, products) = (BigInteger.Zero, BigInteger.Zero);
        var (channels, height, width) = ((BigInteger)cnn.Channels, (long)cnn.Height, (long)cnn.Width);
        foreach (var each in cnn.Convolutions)
        {
            var weights = channels * each.Channels * each.Kernel * each.Kernel;
            (height, width) = (height + 2 * each.Padding - each.Kernel + 1, width + 2 * each.Padding - each.Kernel + 1);
            parameters += weights + each.Channels;
            products += weights * height * width;
            (channels, height, width) = (each.Channels, height / each.Pool, width / each.Pool);
        }

        var dense = Dense([channels * height * width, .. cnn.Hidden.Select(n => (BigInteger)n), cnn.Classes]);
        return (parameters + dense.Parameters, products + dense.Products);
    }

    /// <summary>Parameters that are no matrix of a block, and the matrices of one block.</summary>
    private static (BigInteger Others, BigInteger BlockMatrices) Gpt2(Gpt2Config config)
    {
        BigInteger width = config.NEmbd, inner = config.NInner, layers = config.NLayer;
        // Two norms, the biases of query, key and value, of attention's output, and of both feed-forward layers.
        var vectors = 9 * width + inner;
        var tables = ((config.TieWordEmbeddings ? 1 : 2) * (BigInteger)config.VocabSize + config.NPositions) * width;
        return (tables + 2 * width + layers * vectors, 4 * width * width + 2 * width * inner);
    }

    private static (BigInteger Others, BigInteger BlockMatrices) Llama(LlamaConfig config)
    {
        BigInteger width = config.HiddenSize, inner = config.IntermediateSize;
        var keys = width / config.NumAttentionHeads * config.NumKeyValueHeads;
        var tables = (config.TieWordEmbeddings ? 1 : 2) * (BigInteger)config.VocabSize * width;
        var norms = (2 * (BigInteger)config.NumHiddenLayers + 1) * width;
        return (tables + norms, 2 * width * width + 2 * width * keys + 3 * width * inner);
    }

    private static (BigInteger Parameters, BigInteger Products, BigInteger Scattered) Transformer(
        (BigInteger Others, BigInteger BlockMatrices) model, BigInteger vocabulary, BigInteger width, BigInteger layers,
        BigInteger records, BigInteger sequence)
    {
        var tokens = records * sequence;
        // Scores and their weighted values, of every pair of positions.
        var attention = 2 * sequence * width;
        var products = tokens * (layers * (model.BlockMatrices + attention) + vocabulary * width);
        return (model.Others + layers * model.BlockMatrices, products, tokens * vocabulary * width);
    }
}
