using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Marketplace.Cli.Training;

/// <summary>What a run says of itself while it goes: a line now and then for people, or one JSON object a line.</summary>
/// <param name="tokensPerStep">Tokens, or records where there are none.</param>
public sealed class Progress(TextWriter output, bool json, uint steps, double tokensPerStep, TimeProvider time)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    private long _begun, _said;
    private uint _first;

    /// <summary>The run stands before this step.</summary>
    public void Begin(uint step)
    {
        _first = step;
        _begun = time.GetTimestamp();
    }

    public void Step(uint step, float loss)
    {
        if (step != steps && _said != 0 && time.GetElapsedTime(_said) < s_between) return;
        _said = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_begun).TotalSeconds;
        var perStep = seconds / (step - _first);
        var (speed, left) = (tokensPerStep / perStep, perStep * (steps - step));
        var memory = Process.GetCurrentProcess().WorkingSet64;
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                kind = "progress",
                step,
                steps,
                loss = float.IsFinite(loss) ? loss : (float?)null,
                tokensPerSecond = Math.Round(speed, 1),
                etaSeconds = Math.Round(left, 1),
                memoryBytes = memory,
            }));
        }
        else
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"step {step}/{steps}  loss {loss:F4}  {speed:F0}/s  {TimeSpan.FromSeconds(Math.Ceiling(left)):c} left  {memory >> 20} MiB"));
        }

        output.Flush();
    }
}
