using System.Collections.Concurrent;

namespace Semblance.Training.Data;

/// <summary>
/// Makes the next batch on another thread while the network learns from this one. One thread does it from begin to end: a new one for
/// every batch leaves behind the memory that the C library keeps for each thread.
/// </summary>
internal static class Prefetch
{
    /// <summary>How many batches exist at a time: the one in use and the next. Two buffers may take turns.</summary>
    public const int Buffers = 2;

    /// <summary>The batches of steps. Each is valid until the next one is asked for.</summary>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step before which to stop.</param>
    /// <param name="make">Makes the batch of a step.</param>
    public static IEnumerable<T> Run<T>(int first, int end, Func<int, T> make)
    {
        using var stop = new CancellationTokenSource();
        using var free = new SemaphoreSlim(Buffers);
        using var ready = new BlockingCollection<T>();
        var producer = Task.Factory.StartNew(() => Produce(first, end, make, free, ready, stop.Token), TaskCreationOptions.LongRunning);
        try
        {
            foreach (var batch in ready.GetConsumingEnumerable())
            {
                yield return batch;
                free.Release();
            }
            producer.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)producer).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Produce<T>(int first, int end, Func<int, T> make, SemaphoreSlim free, BlockingCollection<T> ready, CancellationToken stop)
    {
        try
        {
            for (int step = first; step < end; step++)
            {
                free.Wait(stop);
                ready.Add(make(step), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody asks for more.
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
