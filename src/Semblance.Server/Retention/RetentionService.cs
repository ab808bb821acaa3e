using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Storage;
using Semblance.Storage.Retention;

namespace Semblance.Server.Retention;

/// <summary>Has what expired deleted once a day, counted from the last run, whoever had that done; so also at a start after a longer stop.</summary>
internal sealed partial class RetentionService(RetentionRun run, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>Who does it, in the audit log.</summary>
    public const string Actor = "retention";

    private static readonly TimeSpan s_between = TimeSpan.FromDays(1), s_look = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (await run.LastAsync(stoppingToken) is not { } last || time.GetUtcNow() - last >= s_between)
                    Report(await run.RunAsync(Actor, stoppingToken));
            }
            catch (StoreException e)
            {
                LogStore(e.Message);
            }
            await Task.Delay(s_look, time, stoppingToken);
        }
    }

    private void Report(RetentionReport report)
    {
        if (report.People.Count > 0 || report.Photos > 0 || report.AuditEntries > 0)
            LogDone(report.People.Count, report.Photos, report.AuditEntries);
        foreach (string problem in report.Problems)
            LogProblem(problem);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Expired and deleted: {People} people, {Photos} photos, {Entries} entries of the audit log.")]
    private partial void LogDone(int people, int photos, long entries);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something expired and is not proved to be gone: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "What expired cannot be deleted now: {Why} It is tried again in ten minutes.")]
    private partial void LogStore(string why);
}

/// <summary>Makes retention part of a service.</summary>
internal static class RetentionSetup
{
    public static IServiceCollection AddRetention(this IServiceCollection services) =>
        services.AddSingleton(provider => new RetentionRun(provider.GetRequiredService<IStore>(), provider.GetRequiredService<TimeProvider>())).AddHostedService<RetentionService>();
}
