using Semblance.Storage.Enrolment;
using Semblance.Storage.Tests.Enrolment;

namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private static readonly EnrolmentActor s_admin = new("admin", "127.0.0.1");

    [Fact]
    public async Task Merge_TwoWhoAreAlike_MakesOneWithEverythingOfBoth()
    {
        var anna = await AddAsync("anna", [MadeLooks.Of(Made.Id, 0, 1) with { Photo = [1, 1] }], keepPhotos: true);
        Clock.Advance(TimeSpan.FromDays(1));
        var twice = await AddAsync("Anna Smith", [MadeLooks.Of(Made.Id, 0, 2) with { Photo = [2, 2] }, MadeLooks.Of(Made.Id, 0, 3)], keepPhotos: true);
        await Store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk", twice, "Match"));
        long version = await Gallery.VersionAsync();

        var outcome = await new Merger(Store, Made).MergeAsync(anna, twice, s_admin);

        var merged = Assert.IsType<MergeOutcome.Merged>(outcome).Person;
        await ReopenAsync();
        var person = (await Gallery.FindAsync(anna))!;
        Assert.Equal(merged.Faces, person.Faces);
        Assert.Equal(("anna", 3, Clock.GetUtcNow()), (person.Name.Value, person.Faces.Count, person.Used!.Value));
        Assert.Equal(3, (await Gallery.TemplateAsync(anna, Made.Id))!.Embeddings.Count);
        Assert.Equal([1, 1], await Gallery.PhotoAsync(anna, person.Faces[0].Id));
        Assert.Equal([2, 2], await Gallery.PhotoAsync(anna, person.Faces[1].Id));
        Assert.Null(await Gallery.FindAsync(twice));
        Assert.Null(await Gallery.FindAsync(PersonName.Parse("Anna Smith")));
        Assert.True((await Gallery.VerifyRemovedAsync(twice)).IsRemoved);
        var changes = await Gallery.ChangesAsync(version);
        Assert.Equal([anna], changes.Changed);
        Assert.Equal([twice], changes.Removed);
        // What the log says of the one is found for the other.
        Assert.Equal(["person.merged", "face.verified"], (await Store.Audit.ListAsync(new AuditQuery(Person: anna))).Entries.Select(entry => entry.Event.Action));
        Assert.True((await Store.Audit.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Merge_TwoWhoAreNotAlike_IsRefusedUnlessToldOtherwise()
    {
        var anna = await AddAsync("anna", [MadeLooks.Of(Made.Id, 0)]);
        var bob = await AddAsync("bob", [MadeLooks.Of(Made.Id, 1)]);
        var other = await AddAsync("of another pack", [MadePeople.Face(1)]);
        var merger = new Merger(Store, Made);

        Assert.IsType<MergeOutcome.NotAlike>(await merger.MergeAsync(anna, bob, s_admin));
        Assert.IsType<MergeOutcome.NotAlike>(await merger.MergeAsync(anna, other, s_admin));
        Assert.IsType<MergeOutcome.SamePerson>(await merger.MergeAsync(anna, anna, s_admin));
        Assert.IsType<MergeOutcome.PersonNotFound>(await merger.MergeAsync(anna, Guid.NewGuid(), s_admin));
        Assert.IsType<MergeOutcome.PersonNotFound>(await merger.MergeAsync(Guid.NewGuid(), anna, s_admin));
        Assert.Equal(3, await Gallery.CountAsync());
        Assert.Equal(0, (await Store.Audit.VerifyAsync()).Entries);

        Assert.IsType<MergeOutcome.Merged>(await merger.MergeAsync(anna, bob, s_admin, evenIfNotAlike: true));
        Assert.Equal(2, await Gallery.CountAsync());
        Assert.Contains("whether alike or not", (await Store.Audit.ListAsync(new AuditQuery())).Entries.Single().Event.Detail);
    }

    [Fact]
    public async Task Merge_TwoConsents_TheStricterHolds()
    {
        var ends = Clock.GetUtcNow().AddDays(30);
        var anna = await AddAsync("anna", [MadeLooks.Of(Made.Id, 0, 1) with { Photo = [1] }], keepPhotos: true);
        var twice = await AddAsync("anna 2", [MadeLooks.Of(Made.Id, 0, 2)]);
        await Gallery.SetConsentAsync(twice, MadePeople.Consent(keepPhotos: false) with { Ends = ends });

        await new Merger(Store, Made).MergeAsync(anna, twice, s_admin);

        var person = (await Gallery.FindAsync(anna))!;
        Assert.Equal((false, ends), (person.Consent.KeepPhotos, person.Consent.Ends));
        Assert.All(person.Faces, face => Assert.False(face.HasPhoto));
    }

    [Fact]
    public async Task Merge_OfSomebodyWhoWasMergedBefore_KeepsTheWholeHistory()
    {
        var people = new List<Guid>();
        for (int n = 0; n < 3; n++)
        {
            people.Add(await AddAsync($"anna {n}", [MadeLooks.Of(Made.Id, 0, n)]));
            await Store.Audit.AppendAsync(new AuditEvent("face.verified", $"{n}", people[n]));
        }
        var merger = new Merger(Store, Made);
        await merger.MergeAsync(people[1], people[0], s_admin);
        await merger.MergeAsync(people[2], people[1], s_admin);

        Assert.Equal(3, (await Store.Audit.ListAsync(new AuditQuery(Action: "face.", Person: people[2]))).Entries.Count);
        Assert.Equal(1, await Gallery.CountAsync());
    }

    [Fact]
    public async Task Person_ForWhomOthersWereTaken_IsRecognisedTenTimesAsStrictlyUntilNothingIsStrictEnough()
    {
        var anna = await AddAsync("anna", [MadeLooks.Of(Made.Id, 0)]);
        var rates = new List<PersonalRate>();
        for (int times = 0; times < 3; times++)
        {
            var person = await Gallery.ExclusiveAsync(gallery => gallery.SetMistaken(anna, times));
            rates.Add(PersonalRule.RateFor(person, Made, null, Clock.GetUtcNow()));
        }
        await ReopenAsync();

        Assert.Equal(2, (await Gallery.FindAsync(anna))!.Mistaken);
        Assert.Equal([new PersonalRate(true, null), new PersonalRate(true, 1e-5), new PersonalRate(false, null)], rates);
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.ExclusiveAsync(gallery => gallery.SetMistaken(Guid.NewGuid(), 1)));
    }

    [Fact]
    public async Task Person_WhoseConsentHasEnded_IsNotRecognised()
    {
        var now = Clock.GetUtcNow();
        var anna = (await Gallery.FindAsync(await AddAsync("anna")))!;

        Assert.True(PersonalRule.RateFor(anna with { Consent = anna.Consent with { Ends = now.AddSeconds(1) } }, Made, 1e-4, now).IsOpen);
        Assert.False(PersonalRule.RateFor(anna with { Consent = anna.Consent with { Ends = now } }, Made, 1e-4, now).IsOpen);
    }

    private async Task<Guid> AddAsync(string name, NewFace[] faces, bool keepPhotos = false) =>
        (await Gallery.AddAsync(new NewPerson(PersonName.Parse(name), MadePeople.Consent(keepPhotos), faces))).Value.Id;
}
