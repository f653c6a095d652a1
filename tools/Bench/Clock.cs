using System.Runtime.InteropServices;

namespace Marketplace.Bench;

/// <summary>The clocks of Linux, in seconds, and how often the process was preempted.</summary>
public static unsafe partial class Clock
{
    private const int Monotonic = 1;
    private const int ThreadCpuTime = 3;

    /// <summary>Seconds that the calling thread was on a core.</summary>
    public static double Thread => Read(ThreadCpuTime);

    public static double Wall => Read(Monotonic);

    /// <summary>One thread is timed by its own time on the core, several by the wall: other processes then disturb
    /// only the rounds that <see cref="Preemptions"/> tells.</summary>
    public static double For(int threads) => threads == 1 ? Thread : Wall;

    /// <summary>How often a thread of this process lost its core against its will.</summary>
    public static long Preemptions
    {
        get
        {
            // struct rusage: two times of two words each, then 14 words; the last is ru_nivcsw.
            var usage = stackalloc long[18];
            if (GetResourceUsage(0, usage) != 0) throw new InvalidOperationException("getrusage failed.");
            return usage[17];
        }
    }

    private static double Read(int clock)
    {
        var time = stackalloc long[2];
        if (GetTime(clock, time) != 0) throw new InvalidOperationException($"clock_gettime({clock}) failed.");
        return time[0] + time[1] * 1e-9;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, long* usage);
}
