namespace Semblance.Cli.Output;

/// <summary>Reports on the calling thread; <see cref="Progress{T}"/> would do so later, on another.</summary>
internal sealed class DirectProgress(Action<(int Done, int Total)> report) : IProgress<(int Done, int Total)>
{
    public void Report((int Done, int Total) value) => report(value);
}
