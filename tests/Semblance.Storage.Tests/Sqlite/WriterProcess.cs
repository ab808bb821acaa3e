using System.Diagnostics;
using Semblance.Storage.Encryption;
using Semblance.Storage.Sqlite;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>
/// Another process on the same store: enrols people one by one and prints each one when it is acknowledged. With a count of 0 it goes on for ever and also
/// removes every other person and changes the master key.
/// </summary>
internal static class WriterProcess
{
    /// <summary>Starts one.</summary>
    /// <param name="home">The store's folder.</param>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="count">How many people; 0 to enrol, remove and rotate without end.</param>
    public static Process Start(string home, string prefix, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["write", home, prefix, count.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    public static async Task<int> MainAsync(string[] args)
    {
        await using var store = await SqliteStore.OpenAsync(new StoreOptions(args[0], MasterKeySource.File(Path.Combine(args[0], "keys", "master.key"))));
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        int count = int.Parse(args[2]);
        for (int n = 0; count == 0; n++)
        {
            var id = (await store.Gallery.AddAsync(MadePeople.Person($"{args[1]} {n}", n))).Value.Id;
            output.WriteLine($"{id} added");
            if (n % 2 == 0)
            {
                output.WriteLine($"{id} removing");
                await store.Gallery.RemoveAsync(id);
                output.WriteLine($"{id} removed");
            }
            if (n % 3 == 0)
                await store.RotateMasterKeyAsync();
        }
        for (int n = 0; n < count; n++)
        {
            var added = await store.Gallery.AddAsync(MadePeople.Person($"{args[1]} {n}", n, faces: 3));
            var entry = await store.Audit.AppendAsync(new AuditEvent("person.added", "another process", added.Value.Id));
            output.WriteLine($"{added.Value.Id} {n} {entry.Number}");
        }
        return 0;
    }
}
