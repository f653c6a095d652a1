namespace Marketplace.Backends.Cpu;

/// <summary>A job that several threads do together.</summary>
public interface IShared
{
    /// <summary>Does the share of one thread, 0 to the crew's count − 1. Shares may take their parts of the work from a
    /// common counter.</summary>
    void Share(int thread);
}

/// <summary>A fixed crew of threads that do the numbered shares of one job at a time. The caller does share 0 itself.
/// What a share computes must not depend on who does it or when.</summary>
/// <remarks>A worker spins for some tens of microseconds, since the next job of a step follows at once, then
/// sleeps.</remarks>
public sealed class Workers : IDisposable
{
    private const int Spins = 4000;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _asleep;
    private readonly Lock _one = new();
    private IShared? _job;
    private Exception? _failure;
    private volatile int _generation;
    private volatile bool _over;
    private int _left;

    /// <param name="count">Shares of a job, the caller's included: 1 to 256.</param>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 256);
        Count = count;
        _threads = new Thread[count - 1];
        _wake = new SemaphoreSlim[count - 1];
        _asleep = new int[count - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var number = i;
            _wake[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Live(number)) { IsBackground = true, Name = $"worker {number + 1}" };
            _threads[i].Start();
        }
    }

    public int Count { get; }

    /// <summary>Does all shares 0 … Count − 1 and returns when the last is done. It allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">A share threw; the inner exception says what.</exception>
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
            Volatile.Write(ref _left, Count - 1);
            _generation++;
            Interlocked.MemoryBarrier();
            for (var i = 0; i < _threads.Length; i++)
            {
                if (Interlocked.Exchange(ref _asleep[i], 0) == 1) _wake[i].Release();
            }

            try
            {
                job.Share(0);
            }
            finally
            {
                for (var spins = 0; Volatile.Read(ref _left) != 0; spins++)
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
        for (var i = 0; i < _threads.Length; i++)
        {
            if (Interlocked.Exchange(ref _asleep[i], 0) == 1) _wake[i].Release();
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

                // Whoever takes the mark down, waker or sleeper, settles whether the semaphore is used.
                Volatile.Write(ref _asleep[number], 1);
                Interlocked.MemoryBarrier();
                if (_generation == seen || Interlocked.Exchange(ref _asleep[number], 0) == 0) _wake[number].Wait();
                spins = 0;
            }

            seen = _generation;
            if (_over) return;
            try
            {
                _job!.Share(number + 1);
            }
            catch (Exception failure)
            {
                Volatile.Write(ref _failure, failure);
            }

            Interlocked.Decrement(ref _left);
        }
    }
}
