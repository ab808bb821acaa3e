using System.Diagnostics;
using Semblance.Benchmarks.Output;
using Semblance.Search;

namespace Semblance.Benchmarks.Search;

/// <summary>How long searches take while people are added, replaced and removed at a steady rate by another thread.</summary>
internal sealed record Changes(double PerSecond, double MedianWall, double P99Wall, double MedianCpu, double P99Cpu)
{
    public static Changes Measure(RowIndex index, MadeRows made, IReadOnlyList<float[]> queries, int perSecond, TimeSpan duration)
    {
        var rows = Enumerable.Range(0, 512).Select(_ => (Person: Guid.NewGuid(), Row: made.Direction())).ToList();
        long changed = 0;
        using var end = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var changing = new Thread(() =>
        {
            while (!end.IsCancellationRequested)
            {
                for (; perSecond > 0 && changed < clock.Elapsed.TotalSeconds * perSecond; changed++)
                {
                    var (person, row) = rows[(int)(changed / 3 % rows.Count)];
                    if (changed % 3 == 2)
                        index.Remove(person);
                    else
                        index.Set(person, row);
                }
                end.Token.WaitHandle.WaitOne(1);
            }
        });
        changing.Start();
        var (wall, cpu) = (new List<double>(), new List<double>());
        for (int turn = 0; clock.Elapsed < duration; turn++)
        {
            var (start, cost) = (Stopwatch.GetTimestamp(), ThreadClock.Now);
            index.Search([queries[turn % queries.Count]], 8, threads: 1);
            wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            cpu.Add(ThreadClock.Now - cost);
        }
        double seconds = clock.Elapsed.TotalSeconds;
        end.Cancel();
        changing.Join();
        return new Changes(changed / seconds, Results.Median(wall), P99(wall), Results.Median(cpu), P99(cpu));
    }

    private static double P99(List<double> values) => values.Order().ElementAt((int)(0.99 * (values.Count - 1)));
}
