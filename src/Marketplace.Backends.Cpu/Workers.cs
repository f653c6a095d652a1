namespace Marketplace.Backends.Cpu;

/// <summary>A job that several threads do together.</summary>
public interface IShared
{
    /// <summary>Helps as thread 0 to the crew's count − 1, until nothing of the job is left to begin. Helpers take their
    /// parts from a common counter: any of them but number 0 may be missing.</summary>
    void Share(int thread);
}

/// <summary>A fixed crew of threads that do one job at a time. The caller helps itself, as number 0, and does not wait for
/// a helper that has not begun when nothing is left: the system may have given its core to somebody else.</summary>
/// <remarks>A worker spins for some tens of microseconds, since the next job of a step follows at once, then
/// sleeps on an event of the system's: a managed semaphore allocates when waker and sleeper meet in it.</remarks>
public sealed class Workers : IDisposable
{
    private const int Spins = 4000;

    private readonly Thread[] _threads;
    private readonly AutoResetEvent[] _wake;
    private readonly int[] _asleep;
    private readonly Lock _one = new();

    // The job that a helper is offered, by its number; 0 when taken, or withdrawn because nothing is left of it.
    private readonly int[] _offered;
    private IShared? _job;
    private Exception? _failure;
    private volatile int _generation;
    private volatile bool _over;
    private int _working;

    /// <param name="count">Shares of a job, the caller's included: 1 to 256.</param>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 256);
        Count = count;
        _threads = new Thread[count - 1];
        _wake = new AutoResetEvent[count - 1];
        _asleep = new int[count - 1];
        _offered = new int[count - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var number = i;
            _wake[i] = new AutoResetEvent(false);
            _threads[i] = new Thread(() => Live(number)) { IsBackground = true, Name = $"worker {number + 1}" };
            _threads[i].Start();
        }
    }

    public int Count { get; }

    /// <summary>Does a job and returns when all of it is done. It allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">A helper threw; the inner exception says what.</exception>
    public void Run(IShared job)
    {
        if (Count == 1)
        {
            job.Share(0);
            return;
        }

        lock (_one)
        {
            _job = job;
            _failure = null;
            var number = _generation == int.MaxValue ? 1 : _generation + 1;
            for (var i = 0; i < _offered.Length; i++) Volatile.Write(ref _offered[i], number);
            _generation = number;
            Interlocked.MemoryBarrier();
            Wake();
            try
            {
                job.Share(0);
            }
            finally
            {
                foreach (ref var offer in _offered.AsSpan()) Interlocked.CompareExchange(ref offer, 0, number);
                for (var spins = 0; Volatile.Read(ref _working) != 0; spins++)
                {
                    if (spins < Spins) Thread.SpinWait(4);
                    else Thread.Yield();
                }
            }

            _job = null;
            if (_failure is { } failure) throw new InvalidOperationException("A share of the work failed.", failure);
        }
    }

    public void Dispose()
    {
        if (_over) return;
        _over = true;
        _generation++;
        Interlocked.MemoryBarrier();
        Wake();
    }

    private void Wake()
    {
        for (var i = 0; i < _threads.Length; i++)
        {
            if (Interlocked.Exchange(ref _asleep[i], 0) == 1) _wake[i].Set();
        }
    }

    private void Live(int number)
    {
        for (var seen = 0; ;)
        {
            for (var spins = 0; _generation == seen; spins++)
            {
                if (spins < Spins)
                {
                    Thread.SpinWait(4);
                    continue;
                }

                // Whoever takes the mark down, waker or sleeper, settles whether the event is used.
                Volatile.Write(ref _asleep[number], 1);
                Interlocked.MemoryBarrier();
                if (_generation == seen || Interlocked.Exchange(ref _asleep[number], 0) == 0) _wake[number].WaitOne();
                spins = 0;
            }

            seen = _generation;
            if (_over) return;
            // First counted, then taken: whoever withdraws the offer and sees no one working can go on.
            Interlocked.Increment(ref _working);
            if (Interlocked.CompareExchange(ref _offered[number], 0, seen) == seen) Help(number + 1);
            Interlocked.Decrement(ref _working);
        }
    }

    private void Help(int number)
    {
        try
        {
            _job!.Share(number);
        }
        catch (Exception failure)
        {
            Volatile.Write(ref _failure, failure);
        }
    }
}
