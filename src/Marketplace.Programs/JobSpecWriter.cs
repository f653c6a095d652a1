using System.Globalization;
using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>The one writing of a job spec (B13): no white space, members in this order, numbers in their
/// shortest form.</summary>
internal static class JobSpecWriter
{
    public static byte[] Write(JobSpec spec)
    {
        var (o, d) = (spec.Optimizer, spec.Data);
        var layers = string.Join(',', spec.Model.Layers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        return Encoding.ASCII.GetBytes(string.Concat(
            Text($"{{\"law\":{spec.Law},\"model\":{{\"kind\":\"mlp\",\"layers\":[{layers}]}},\"batch\":{spec.Batch},"),
            Text($"\"optimizer\":{{\"kind\":\"adam\",\"rate\":{Number(o.Rate)},\"beta1\":{Number(o.Beta1)},"),
            Text($"\"beta2\":{Number(o.Beta2)},\"epsilon\":{Number(o.Epsilon)}}},"),
            Text($"\"steps\":{spec.Steps},\"checkpointEvery\":{spec.CheckpointEvery},\"seed\":{spec.Seed},")
            + Text($"\"data\":{{\"features\":\"{Hex(d.Features)}\",\"labels\":\"{Hex(d.Labels)}\",")
            + Text($"\"rows\":{d.Rows},\"columns\":{d.Columns},\"classes\":{d.Classes}}}}}")));
    }

    /// <summary>The shortest digits that read back as the same float32; an exponent as in 1e-8.</summary>
    private static string Number(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0) return text;
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return text[..e] + "e" + exponent.ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Hex(Hash32 id) => Convert.ToHexStringLower(id.ToArray());
}
