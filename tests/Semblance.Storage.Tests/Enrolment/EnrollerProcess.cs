using System.Diagnostics;
using Semblance.Storage.Encryption;
using Semblance.Storage.Enrolment;
using Semblance.Storage.Postgres;
using Semblance.Storage.Search;
using Semblance.Storage.Sqlite;

namespace Semblance.Storage.Tests.Enrolment;

/// <summary>Another process that enrols person 0 under a name of its own: says ready, waits for a line, and prints what came of it.</summary>
internal static class EnrollerProcess
{
    /// <param name="place">The folder of a SQLite store, or the address of a PostgreSQL one.</param>
    public static Process Start(string place, string masterKey, string packFolder, string name) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["enrol", place, masterKey, packFolder, name])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    public static async Task<int> MainAsync(string[] args)
    {
        await using IStore store = PostgresAddress.IsOne(args[0])
            ? await PostgresStore.OpenAsync(new PostgresOptions(PostgresAddress.Parse(args[0]), MasterKeySource.File(args[1])))
            : await SqliteStore.OpenAsync(new StoreOptions(args[0], MasterKeySource.File(args[1])));
        var pack = ModelPack.Load(args[2]);
        using var index = new GalleryIndex(store.Gallery, pack.Id);
        await index.RefreshAsync();
        Console.WriteLine("ready");
        Console.ReadLine();
        var outcome = await new Enroller(store, pack, index).EnrolAsync(new EnrolmentRequest(
            new Enrollee.Newcomer(PersonName.Parse(args[3]), MadePeople.Consent()), [MadeLooks.Of(pack.Id, 0)], new FaceOrigin.Photos(), new EnrolmentActor("another process")));
        Console.WriteLine(outcome.GetType().Name);
        return 0;
    }
}
