using System.Text;

namespace Marketplace.KernelGen;

/// <summary>Prints the register tiles of the float32 matrix product for one width of vectors. A tile of m rows and v
/// vectors keeps its m · v accumulators in registers, which only plain locals do: hence text and not loops.</summary>
/// <param name="Vector">Vector512, Vector256, Vector128, or "" for single floats.</param>
/// <param name="Lanes">Floats in a vector.</param>
/// <param name="Rows">The most rows whose tile of <paramref name="Vectors"/> vectors fits the registers.</param>
/// <param name="Vectors">The most vectors in a row of a tile.</param>
public sealed record TileKernels(string Name, string Vector, int Lanes, int Rows, int Vectors)
{
    // Terms that a turn of the loop takes: the fewer turns, the better their end is foreseen.
    private const int Unroll = 4;

    public static IReadOnlyList<TileKernels> All { get; } =
    [
        new("Tiles512", "Vector512", 16, 8, 3),
        new("Tiles256", "Vector256", 8, 6, 2),
        new("Tiles128", "Vector128", 4, 4, 2),
        new("Tiles1", "", 1, 4, 2),
    ];

    /// <summary>The files of this width, name and text: tiles of so many vectors and of a few numbers of rows
    /// each.</summary>
    public IEnumerable<(string File, string Text)> Files() =>
        from v in Enumerable.Range(1, Vectors)
        from rows in Enumerable.Range(1, Rows).Chunk(3)
        select ($"{Name}.{rows[0]}x{v}.g.cs", Print(v, rows));

    private string Type => Lanes == 1 ? "float" : $"{Vector}<float>";

    private string Print(int v, int[] rows)
    {
        var text = new StringBuilder();
        text.Append($$"""
            // Printed by tools/KernelGen. Do not edit.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;

            namespace Marketplace.Backends.Cpu.MatMul;

            /// <summary>Tiles of {{v}} · {{Lanes}} columns: see <see cref="Tiles"/>.</summary>
            internal static unsafe partial class {{Name}}
            {

            """);
        foreach (var m in rows) Kernel(text, m, v);
        text.Length--;
        return text.Append("}\n").ToString();
    }

    private void Kernel(StringBuilder text, int m, int v)
    {
        void Line(int depth, string line) => text.Append(' ', line.Length == 0 ? 0 : 4 * depth).Append(line).Append('\n');
        Line(1, "[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        Line(1, $"public static int T{m}x{v}(");
        Line(2, "float* a, nint row, nint term, float* b, float* c, nint ldc, nint kc, float* next, int accumulate)");
        Line(1, "{");
        if (m > 2) Line(2, "var row2 = 2 * row;");
        if (m > 3) Line(2, $"float* a3 = a + 3 * row{(m > 6 ? ", a6 = a + 6 * row" : "")};");
        for (var i = 0; i < m; i++) Line(2, $"{Type} {Each(v, j => $"c{i}{j}", ", ")};");
        Line(2, "if (accumulate != 0)");
        Line(2, "{");
        Line(3, "var p = c;");
        for (var i = 0; i < m; i++)
            Line(3, Each(v, j => $"c{i}{j} = {Load("p", j)};", " ") + (i < m - 1 ? " p += ldc;" : ""));
        Line(2, "}");
        Line(2, "else");
        Line(2, "{");
        for (var i = 0; i < m; i++) Line(3, Each(v, j => $"c{i}{j} = ", "") + $"{(Lanes == 1 ? "0f" : $"{Type}.Zero")};");
        Line(2, "}");
        text.Append('\n');
        // The next tile of c is fetched one row at a time, spread over the chain: all at once would stall it.
        Line(2, $"nint left = kc, turn = (kc + {m - 1}) / {m};");
        Line(2, "while (left > 0)");
        Line(2, "{");
        for (var j = 0; j < v && Lanes > 4; j++) Line(3, $"Sse.Prefetch0(next + {Lanes * j});");
        if (Lanes > 4) Line(3, "next += ldc;");
        Line(3, "var end = b + Math.Min(left, turn) * " + v * Lanes + ";");
        Line(3, "left -= turn;");
        Line(3, $"for (; b < end - {(Unroll - 1) * v * Lanes}; b += {Unroll * v * Lanes})");
        Line(3, "{");
        for (var ahead = 0; ahead < Unroll; ahead++) Term(Line, m, v, ahead);
        text.Length--;
        Line(3, "}");
        text.Append('\n');
        Line(3, $"for (; b < end; b += {v * Lanes})");
        Term(Line, m, v, 0);
        text.Length--;
        Line(2, "}");
        text.Append('\n');
        for (var i = 0; i < m; i++)
            Line(2, Each(v, j => Store(j, $"c{i}{j}"), " ") + (i < m - 1 ? " c += ldc;" : ""));
        // A NaN anywhere makes the sum one; so may opposite infinities, and then it is looked for in vain.
        var sums = Enumerable.Range(0, m * v).Select(n => $"c{n / v}{n % v}").ToList();
        for (; sums.Count > 1; sums = [.. sums.Chunk(2).Select((pair, n) => pair.Length == 2 ? $"c{n / v}{n % v}" : pair[0])])
        {
            foreach (var (pair, n) in sums.Chunk(2).Select((pair, n) => (pair, n)).Where(x => x.pair.Length == 2))
                Line(2, $"c{n / v}{n % v} = {pair[0]} + {pair[1]};");
        }

        Line(2, Lanes == 1 ? "return float.IsNaN(c00) ? 1 : 0;" : $"return {Vector}.EqualsAll(c00, c00) ? 0 : 1;");
        Line(1, "}");
        text.Append('\n');
    }

    /// <summary>One term of every element's chain; b is read ahead by so many terms.</summary>
    private void Term(Action<int, string> line, int m, int v, int ahead)
    {
        line(4, "{");
        line(5, $"{Type} {Each(v, j => $"b{j} = {Load($"b + {ahead * v * Lanes}", j)}", ", ")};");
        for (var i = 0; i < m; i++)
        {
            var broadcast = Lanes == 1 ? Row(i) : $"{Vector}.Create({Row(i)})";
            line(5, $"var a{i}k = {broadcast}; " + Each(v, j => $"c{i}{j} = {Fma($"a{i}k", $"b{j}", $"c{i}{j}")};", " "));
        }

        line(5, Each((m + 2) / 3, p => $"a{(p == 0 ? "" : 3 * p)} += term;", " "));
        line(4, "}");
        line(0, "");
    }

    /// <summary>The term of row i, from three pointers and two strides.</summary>
    private static string Row(int i)
    {
        var pointer = i < 3 ? "a" : i < 6 ? "a3" : "a6";
        return (i % 3) switch { 0 => $"*{pointer}", 1 => $"{pointer}[row]", _ => $"{pointer}[row2]" };
    }

    private string Load(string p, int j) => Lanes == 1 ? $"({p})[{j}]" : $"{Vector}.Load({p} + {Lanes * j})";

    private string Store(int j, string value) => Lanes == 1 ? $"c[{j}] = {value};" : $"{value}.Store(c + {Lanes * j});";

    private string Fma(string a, string b, string c) =>
        Lanes == 1 ? $"MathF.FusedMultiplyAdd({a}, {b}, {c})" : $"{Vector}.FusedMultiplyAdd({a}, {b}, {c})";

    private static string Each(int count, Func<int, string> item, string between) =>
        string.Join(between, Enumerable.Range(0, count).Select(item));
}
