using System.Diagnostics.Metrics;
using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;

namespace Semblance.Server.Metrics;

/// <summary>What the service counts beside what ASP.NET Core does: decisions by outcome, and how much work waits. Safe for several threads.</summary>
internal sealed class ServiceMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Semblance";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _decisions, _liveness;

    public ServiceMeter(Recognizer recognizer)
    {
        _decisions = _meter.CreateCounter<long>("semblance.decisions", description: "Decisions by question and outcome.");
        _liveness = _meter.CreateCounter<long>("semblance.liveness", description: "Liveness verdicts of decisions by policy.");
        _meter.CreateObservableGauge("semblance.queue", () => recognizer.Workers.Load, description: "Photos and frames that wait or are being read.");
        _meter.CreateObservableCounter("semblance.cpu.seconds", () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "CPU time of the process.");
    }

    /// <summary>Counts a decision.</summary>
    public void Decided(string question, Outcome outcome) =>
        _decisions.Add(1, new KeyValuePair<string, object?>("question", question), new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    /// <summary>Counts what was said of liveness.</summary>
    public void Judged(LivenessAnswer liveness) =>
        _liveness.Add(1, new KeyValuePair<string, object?>("policy", liveness.Policy), new KeyValuePair<string, object?>("verdict", liveness.Verdict));

    public void Dispose() => _meter.Dispose();
}
