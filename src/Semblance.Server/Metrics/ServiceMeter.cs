using System.Diagnostics.Metrics;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;

namespace Semblance.Server.Metrics;

/// <summary>What the service counts beside what ASP.NET Core does: decisions by outcome, and how much work waits. Safe for several threads.</summary>
internal sealed class ServiceMeter : IDecisionListener, IDisposable
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

    /// <summary>Counts a decision, and what was said of liveness.</summary>
    public void Decided(MadeDecision decision)
    {
        _decisions.Add(1, new KeyValuePair<string, object?>("question", decision.Purpose), new KeyValuePair<string, object?>("outcome", decision.Outcome.ToString()));
        _liveness.Add(1, new KeyValuePair<string, object?>("policy", decision.Liveness.Policy), new KeyValuePair<string, object?>("verdict", decision.Liveness.Verdict));
    }

    public void Dispose() => _meter.Dispose();
}
