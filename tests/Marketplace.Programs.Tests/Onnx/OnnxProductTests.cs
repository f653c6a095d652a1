using static Marketplace.Programs.Tests.Onnx.OnnxLaw;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Products, reductions, normalisation and windows, against plain loops.</summary>
public class OnnxProductTests
{
    private static float[] Numbers(ulong seed, int count) => [.. Given.Floats(seed, count).Words.Select(Given.Float)];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Gemm(bool turnA, bool turnB)
    {
        // A batch of four of width four may be turned.
        var (x, w, c) = (Numbers(1, 16), Numbers(2, 12), Numbers(3, 3));
        var file = new OnnxWriter().Input("x", 1, 0, 4).Floats("w", turnB ? [3, 4] : [4, 3], w).Floats("c", [3], c)
            .Node("Gemm", "x w c", "y", ("alpha", 0.5f), ("beta", 2f), ("transA", turnA ? 1 : 0),
            ("transB", turnB ? 1 : 0));
        var expected = new float[12];
        for (var e = 0; e < 12; e++)
        {
            var (i, j) = (e / 3, e % 3);
            for (var k = 0; k < 4; k++)
                expected[e] += 0.5f * x[turnA ? k * 4 + i : i * 4 + k] * w[turnB ? j * 4 + k : k * 3 + j];
            expected[e] += 2 * c[j];
        }

        // Built for a batch of two first, a turned one does not fit: such a file has to name its batch.
        if (turnA) file = new OnnxWriter().Input("x", 1, 4, 4).Floats("w", turnB ? [3, 4] : [4, 3], w)
            .Floats("c", [3], c)
            .Node("Gemm", "x w c", "y", ("alpha", 0.5f), ("beta", 2f), ("transA", 1), ("transB", turnB ? 1 : 0));
        Of(file, 4, x).ShouldBeNear(expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MatMul_OfSpreadBatches(int rank)
    {
        // [2, 2, 3, 4] times [4, 2], [2, 4, 2] or a vector.
        int[] dimensions = rank == 1 ? [4] : rank == 2 ? [4, 2] : [2, 4, 2];
        var columns = rank == 1 ? 1 : 2;
        var (x, w) = (Numbers(1, 48), Numbers(2, dimensions.Aggregate((a, b) => a * b)));
        var expected = new float[2 * 2 * 3 * columns];
        for (var e = 0; e < expected.Length; e++)
        {
            var (row, j) = (e / columns, e % columns);
            var matrix = rank == 3 ? row / 3 % 2 : 0;
            for (var k = 0; k < 4; k++) expected[e] += x[row * 4 + k] * w[matrix * 8 + k * columns + j];
        }

        Of(new OnnxWriter().Input("x", 1, 0, 2, 3, 4).Floats("w", dimensions, w).Node("MatMul", "x w", "y"), 2, x)
            .ShouldBeNear(expected);
    }

    [Fact]
    public void MatMul_OfTwoValuesOfTheStep()
    {
        var x = Numbers(4, 24);
        var file = new OnnxWriter().Input("x", 1, 0, 3, 4).Node("Transpose", "x", "t",
            ("perm", new long[] { 0, 2, 1 })).Node("MatMul", "x t", "y");
        var expected = new float[18];
        for (var e = 0; e < 18; e++)
        {
            for (var k = 0; k < 4; k++) expected[e] += x[e / 3 * 4 + k] * x[e / 9 * 12 + e % 3 * 4 + k];
        }

        Of(file, 2, x).ShouldBeNear(expected);
    }

    [Theory]
    [InlineData("ReduceMean", 1)]
    [InlineData("ReduceMean", -1)]
    [InlineData("ReduceMax", 1)]
    [InlineData("ReduceMax", 2)]
    public void Reductions_OverOneAxis(string name, int axis)
    {
        var x = Numbers(5, 2 * 20 * 3);
        var expected = new List<float>();
        var last = axis is 2 or -1;
        for (var b = 0; b < 2; b++)
        {
            for (var i = 0; i < (last ? 20 : 3); i++)
            {
                float[] all = last ? x[(b * 60 + i * 3)..(b * 60 + i * 3 + 3)] : [.. Enumerable.Range(0, 20)
                    .Select(r => x[b * 60 + r * 3 + i])];
                expected.Add(name == "ReduceMax" ? all.Max() : all.Average());
            }
        }

        foreach (var keep in new[] { 0, 1 })
            Of(new OnnxWriter().Input("x", 1, 0, 20, 3).Node(name, "x", "y", ("axes", new long[] { axis }),
                ("keepdims", keep)), 2, x).ShouldBeNear(expected);
    }

    [Fact]
    public void ReduceSum_OverSeveralAxes_AndTheGlobalMean()
    {
        var x = Numbers(6, 2 * 2 * 5 * 4);
        float[] sums = [.. x.Chunk(20).Select(c => (float)c.Select(v => (double)v).Sum())];
        Of(new OnnxWriter().Input("x", 1, 0, 2, 5, 4).Integers("a", [2], 3, -2).Node("ReduceSum", "x a", "y",
            ("keepdims", 0)), 2, x).ShouldBeNear(sums);
        Of(new OnnxWriter().Input("x", 1, 0, 2, 5, 4).Node("GlobalAveragePool", "x", "y"), 2, x)
            .ShouldBeNear([.. sums.Select(s => s / 20)]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Softmax(int axis)
    {
        var x = Numbers(7, 2 * 3 * 4);
        var (stride, side) = axis == 1 ? (4, 3) : (1, 4);
        var expected = x.Select((v, e) =>
        {
            var first = e - e / stride % side * stride;
            return (float)(Math.Exp(v) / Enumerable.Range(0, side).Select(i => Math.Exp(x[first + i * stride])).Sum());
        });
        Of(new OnnxWriter().Input("x", 1, 0, 3, 4).Node("Softmax", "x", "y", ("axis", axis)), 2, x)
            .ShouldBeNear([.. expected]);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(1, 15)]
    public void LayerNormalization(int axis, int columns)
    {
        var (x, gamma, beta) = (Numbers(8, 30), Numbers(9, columns), Numbers(10, columns));
        int[] dimensions = axis == 1 ? [3, 5] : [5];
        var expected = x.Chunk(columns).SelectMany(row =>
        {
            var mean = row.Average(v => (double)v);
            var deviation = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + 1e-3);
            return row.Select((v, i) => (float)((v - mean) / deviation * gamma[i] + beta[i]));
        });
        var file = new OnnxWriter { Opset = 17 }.Input("x", 1, 0, 3, 5).Floats("g", dimensions, gamma)
            .Floats("b", dimensions, beta)
            .Node("LayerNormalization", "x g b", "y mean deviation", ("axis", axis), ("epsilon", 1e-3f));
        Of(file, 2, x).ShouldBeNear([.. expected], 1e-5f);
    }

    /// <summary>Kernel 3 × 2 over 7 × 6 images of two channels.</summary>
    [Theory]
    [InlineData(1, 1, 0, 0, 0, 0)]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(2, 3, 0, 1, 2, 0)]
    [InlineData(3, 2, 2, 0, 1, 1)]
    [InlineData(2, 2, 0, 0, 0, 0)]
    public void Conv(int down, int right, int top, int left, int bottom, int far)
    {
        var (x, w, b) = (Numbers(11, 2 * 2 * 7 * 6), Numbers(12, 3 * 2 * 3 * 2), Numbers(13, 3));
        var (height, width) = ((7 + top + bottom - 3) / down + 1, (6 + left + far - 2) / right + 1);
        var expected = new List<float>();
        foreach (var (n, o, i, j) in Places(2, 3, height, width))
        {
            double sum = b[o];
            foreach (var (_, c, p, q) in Places(1, 2, 3, 2))
            {
                var (r, s) = (i * down + p - top, j * right + q - left);
                if (r >= 0 && r < 7 && s >= 0 && s < 6)
                    sum += (double)x[((n * 2 + c) * 7 + r) * 6 + s] * w[((o * 2 + c) * 3 + p) * 2 + q];
            }

            expected.Add((float)sum);
        }

        var file = new OnnxWriter().Input("x", 1, 0, 2, 7, 6).Floats("w", [3, 2, 3, 2], w).Floats("b", [3], b).Node(
            "Conv", "x w b", "y", ("strides", new long[] { down, right }),
                ("pads", new long[] { top, left, bottom, far }), ("kernel_shape", new long[] { 3, 2 }),
            ("dilations", new long[] { 1, 1 }), ("group", 1));
        Of(file, 2, x).ShouldBeNear(expected);
    }

    [Theory]
    [InlineData("MaxPool", 2, 2, 0)]
    [InlineData("MaxPool", 3, 2, 1)]
    [InlineData("AveragePool", 2, 2, 0)]
    [InlineData("AveragePool", 3, 1, 1)]
    public void Pools(string name, int kernel, int stride, int pad)
    {
        var x = Numbers(14, 2 * 3 * 6 * 6);
        var side = (6 + 2 * pad - kernel) / stride + 1;
        var expected = new List<float>();
        foreach (var (n, c, i, j) in Places(2, 3, side, side))
        {
            var all = new List<float>();
            foreach (var (_, _, p, q) in Places(1, 1, kernel, kernel))
            {
                var (r, s) = (i * stride + p - pad, j * stride + q - pad);
                if (r >= 0 && r < 6 && s >= 0 && s < 6) all.Add(x[((n * 3 + c) * 6 + r) * 6 + s]);
            }

            expected.Add(name == "MaxPool" ? all.Max() : (float)(all.Select(v => (double)v).Sum() / (kernel * kernel)));
        }

        (string, object)[] attributes =
        [
            ("kernel_shape", new long[] { kernel, kernel }), ("strides", new long[] { stride, stride }),
                ("pads", new long[] { pad, pad, pad, pad }),
            ("ceil_mode", 0), .. name == "AveragePool" ? [("count_include_pad",
                (object)1)] : Array.Empty<(string, object)>(),
        ];
        Of(new OnnxWriter().Input("x", 1, 0, 3, 6, 6).Node(name, "x", "y", attributes), 2, x).ShouldBeNear(expected);
    }

    private static IEnumerable<(int, int, int, int)> Places(int a, int b, int c, int d) =>
        Enumerable.Range(0, a * b * c * d).Select(e => (e / (b * c * d), e / (c * d) % b, e / d % c, e % d));
}
