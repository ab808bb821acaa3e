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

    private void Report(string what, Stopwatch watch, int times, double bound)
    {
        double each = watch.Elapsed.TotalMilliseconds / times;
        output.WriteLine($"{what}: {each:0.000} ms");
        Assert.True(each < bound, $"{what} took {each:0.000} ms");
    }
}
