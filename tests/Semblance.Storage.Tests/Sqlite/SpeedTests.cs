using System.Diagnostics;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>What must not grow out of hand; the bounds leave room for a busy machine.</summary>
public class SpeedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Work_OnThousandsOfPeople_IsQuick()
    {
        const int People = 2_000;
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
        {
            var adding = Stopwatch.StartNew();
            for (int n = 0; n < People; n++)
                await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n, faces: 3, keepPhotos: false));
            Report("adding a person", adding, People, 50);
        }

        var opening = Stopwatch.StartNew();
        await using var full = await files.OpenAsync();
        Report("opening", opening, 1, 1000);

        var loading = Stopwatch.StartNew();
        Assert.Equal(People, await full.Gallery.TemplatesAsync(MadePeople.Pack).CountAsync());
        Report("loading a template", loading, People, 0.5);

        var first = Stopwatch.StartNew();
        await full.Gallery.ListAsync(new PersonQuery());
        Report("first page", first, 1, 5000);

        var pages = Stopwatch.StartNew();
        for (int n = 0; n < 20; n++)
            await full.Gallery.ListAsync(new PersonQuery(Search: $"{n}77"));
        Report("a page with a search", pages, 20, 200);

        var writing = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => full.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk"))));
        Report("an audit entry", writing, 1000, 10);
    }

    [Fact]
    public async Task Sightings_AmongAHundredThousandEntries_AreQuick()
    {
        const int Entries = 100_000;
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        Guid[] people = [.. Enumerable.Range(0, 500).Select(_ => Guid.NewGuid())];
        var began = DateTimeOffset.UtcNow;
        await Task.WhenAll(Enumerable.Range(0, Entries).Select(n => store.Audit.AppendAsync(new AuditEvent("face.identified", "kiosk", people[n % 500], n % 2 == 0 ? "Match" : "NoMatch", "The face is like enough."))));

        var all = Stopwatch.StartNew();
        var seen = await store.Audit.SightingsAsync(began, DateTimeOffset.UtcNow);
        Report($"a day with {Entries} entries", all, 1, 2000);
        Assert.Equal((250, Entries / 2), (seen.Count, (int)seen.Sum(person => person.Times)));

        var one = Stopwatch.StartNew();
        Assert.Single(await store.Audit.SightingsAsync(began, DateTimeOffset.UtcNow, people[0]));
        Report("one person of them", one, 1, 2000);
        var none = Stopwatch.StartNew();
        for (int day = 1; day <= 92; day++)
            Assert.Empty(await store.Audit.SightingsAsync(began.AddDays(-day), began.AddDays(1 - day)));
        Report("an empty day", none, 92, 50);
    }

    private void Report(string what, Stopwatch watch, int times, double bound)
    {
        double each = watch.Elapsed.TotalMilliseconds / times;
        output.WriteLine($"{what}: {each:0.000} ms");
        Assert.True(each < bound, $"{what} took {each:0.000} ms");
    }
}
