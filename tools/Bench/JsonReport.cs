using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Bench;

/// <summary>One array, one object for each case; nothing else stands on the output.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(TextWriter output, IEnumerable<BenchResult> results) =>
        output.WriteLine(new JsonArray([.. results.Select(Object)]).ToJsonString(Indented));

    private static JsonObject Object(BenchResult r)
    {
        var json = new JsonObject
        {
            ["bench"] = r.Case.Bench,
            ["name"] = r.Case.Name,
            ["shape"] = r.Case.Shape,
            ["threads"] = r.Case.Threads,
            ["ours"] = Rounded(r.Ours),
            ["unit"] = r.Case.Unit,
        };
        switch (r.Case.Against)
        {
            case Comparison.Rival rival:
                json["peer"] = Rounded(r.Other);
                json["peerName"] = rival.Name;
                json["ratio"] = Rounded(r.Quotient);
                if (r.Case.PeerDefault is { } speed)
                {
                    json["peerDefault"] = Rounded(speed);
                    json["ratioDefault"] = Rounded(r.Ours / speed);
                }

                break;
            case Comparison.Bound bound:
                json["fraction"] = Rounded(r.Quotient);
                json["of"] = bound.Name;
                break;
            case Comparison.FmaPeak:
                json["fraction"] = Rounded(r.Quotient);
                json["of"] = "fma peak";
                break;
        }

        json["pairs"] = r.Pairs;
        if (r.Case.PeakBits != 0) json["fmaPeak"] = Rounded(r.FmaPeak);
        if (r.Disturbed > 0) json["disturbed"] = r.Disturbed;
        if (r.Unstable) json["unstable"] = true;
        foreach (var (key, value) in r.Case.Counts) json[key] = value;
        foreach (var (key, value) in r.Case.Notes) json[key] = value;
        return json;
    }

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 4) : null;
}
