using System.Globalization;
using System.Text;

namespace Marketplace.Cli.Training;

/// <summary>One line of a plot.</summary>
/// <param name="Points">Step and value; values that are not finite are left out.</param>
public sealed record PlotLine(string Name, string Color, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Curves over the steps as an SVG picture.</summary>
public static class CurvePlot
{
    private const double Width = 760, Height = 320, Left = 64, Right = 16, Top = 34, Bottom = 40;
    private const int Ticks = 5;

    public static string Svg(string title, params PlotLine[] lines)
    {
        lines = [.. lines.Select(l => l with { Points = [.. l.Points.Where(p => double.IsFinite(p.Y))] })];
        var all = lines.SelectMany(l => l.Points).ToList();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"20\" font-size=\"14\" font-weight=\"bold\">{Escaped(title)}</text>\n");
        if (all.Count == 0) return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"60\">no finite values</text>\n</svg>\n").ToString();

        var (x0, x1) = Range(all.Select(p => p.X));
        var (y0, y1) = Range(all.Select(p => p.Y));
        double X(double x) => Left + (x - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (y - y0) / (y1 - y0) * (Height - Top - Bottom);
        for (var i = 0; i <= Ticks; i++)
        {
            var (x, y) = (x0 + (x1 - x0) * i / Ticks, y0 + (y1 - y0) * i / Ticks);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\" stroke=\"#ddd\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(y) + 4:F1}\" text-anchor=\"end\">{y:G3}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x):F1}\" y=\"{Height - 18}\" text-anchor=\"middle\">{x:F0}</text>\n");
        }

        var place = Width - Right;
        foreach (var line in lines.Where(l => l.Points.Count > 0).Reverse())
        {
            var points = string.Join(' ', line.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):F1},{Y(p.Y):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{line.Color}\" stroke-width=\"1.5\" points=\"{points}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place}\" y=\"20\" text-anchor=\"end\" fill=\"{line.Color}\">{Escaped(line.Name)}</text>\n");
            place -= 14 + 7 * line.Name.Length;
        }

        return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">step</text>\n</svg>\n").ToString();
    }

    /// <summary>Text between tags.</summary>
    public static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static (double Least, double Most) Range(IEnumerable<double> values)
    {
        var (least, most) = (values.Min(), values.Max());
        return least < most ? (least, most) : (least - 0.5, most + 0.5);
    }
}
