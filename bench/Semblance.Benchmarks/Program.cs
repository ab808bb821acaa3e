using System.CommandLine;
using Semblance.Benchmarks;

var root = new RootCommand("Measures Semblance. Each command prints a table, or with --json one JSON document.")
{
    LoopBenchmark.Create(),
    StartBenchmark.Create(),
    TrainBenchmark.Create(),
};
try
{
    return root.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (BenchmarkException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}
