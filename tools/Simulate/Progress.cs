namespace Marketplace.Simulate;

/// <summary>How far a simulation is: one line on stderr for every twentieth part.</summary>
internal sealed class Progress(int seeds, TextWriter output)
{
    private const int Parts = 20;

    private readonly Lock _lock = new();
    private int _shown;

    /// <param name="done">Seeds that have been played.</param>
    public void Show(int done)
    {
        lock (_lock)
        {
            var part = (int)((long)done * Parts / seeds);
            if (part <= _shown || seeds < 100) return;
            _shown = part;
            output.WriteLine($"{done} of {seeds} seeds");
        }
    }
}
