using System.Globalization;
using System.Text;
using Marketplace.Operators;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;

namespace Marketplace.Cli.Training;

/// <summary>The curves of a finished job, as pictures and as a page that holds them.</summary>
public sealed class RunReport(JobSpec spec, IReadOnlyDictionary<string, Tensor> metrics)
{
    /// <summary>Of the page.</summary>
    public const string FileName = "report.html";

    private uint Updates => spec.Steps / (uint)spec.Batch.Accumulate;

    /// <summary>The pictures by their file names; those that the job has no numbers for are not there.</summary>
    public IReadOnlyDictionary<string, string> Pictures()
    {
        var pictures = new Dictionary<string, string>(StringComparer.Ordinal);
        var held = spec.Evaluate is { } e ? Points(TrainingSlots.HeldOutLoss, spec.Steps / e.Every, e.Every, e.Every) : [];
        Add("loss.svg", "Loss", new PlotLine("training", "#1f6feb", Points(TrainingSlots.Loss, spec.Steps, 1, 1)), new PlotLine("held out", "#d1242f", held));
        Add("rate.svg", "Learning rate", new PlotLine("rate", "#8250df", Points(TrainingSlots.Rate, Updates, spec.Batch.Accumulate, spec.Batch.Accumulate)));
        Add("norm.svg", "Gradient norm", new PlotLine("norm", "#1a7f37", Points(TrainingSlots.Norm, Updates, spec.Batch.Accumulate, spec.Batch.Accumulate)));
        return pictures;

        void Add(string file, string title, params PlotLine[] lines)
        {
            if (lines.Any(l => l.Points.Count > 0)) pictures.Add(file, CurvePlot.Svg(title, [.. lines.Where(l => l.Points.Count > 0)]));
        }
    }

    /// <summary>A page that needs nothing beside it.</summary>
    public string Html()
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Training report</title>");
        page.Append("<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto}td{padding:.1rem 1rem .1rem 0}code{word-break:break-all}</style></head><body>\n");
        page.Append("<h1>Training report</h1>\n<table>\n");
        foreach (var (name, value) in Facts()) page.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td><code>{CurvePlot.Escaped(value)}</code></td></tr>\n");
        page.Append("</table>\n");
        foreach (var picture in Pictures().Values) page.Append(picture);
        return page.Append("</body></html>\n").ToString();
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("job", Convert.ToHexStringLower(spec.Id.ToArray()));
        yield return ("model", spec.Model is RegisteredModel { Config: var config } ? config.ToString() : "a graph");
        yield return ("steps", string.Create(CultureInfo.InvariantCulture, $"{spec.Steps} of {spec.Batch.Records} records, an update every {spec.Batch.Accumulate}"));
        foreach (var (name, slot) in ((string, string)[])[("loss", TrainingSlots.Loss), ("held-out loss", TrainingSlots.HeldOutLoss)])
        {
            if (!metrics.TryGetValue(slot, out var curve)) continue;
            var (first, last) = (Value(curve, 0), Value(curve, curve.Words.Length - 1));
            yield return (name, string.Create(CultureInfo.InvariantCulture, $"{first:F4} at first, {last:F4} at last"));
        }
    }

    /// <summary>Number n of a curve stands at step first + n · between.</summary>
    private List<(double X, double Y)> Points(string slot, uint count, double first, double between)
    {
        if (count == 0 || !metrics.TryGetValue(slot, out var curve)) return [];
        var shift = new Curve(count).Shift;
        return [.. Enumerable.Range(0, curve.Words.Length).Select(p => (first + ((long)p << shift) * between, Value(curve, p)))];
    }

    private static double Value(Tensor curve, int point) => BitConverter.UInt32BitsToSingle(curve.Words[point]);
}
