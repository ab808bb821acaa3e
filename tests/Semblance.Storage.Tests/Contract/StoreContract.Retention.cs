using Semblance.Storage.Retention;

namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private const string Actor = "retention";

    [Fact]
    public async Task Retention_ByDefault_DeletesNothing()
    {
        await AddAsync("anna");
        await Store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk"));
        Clock.Advance(TimeSpan.FromDays(10_000));
        var run = new RetentionRun(Store, Clock);

        Assert.True((await run.PlanAsync()).IsEmpty);
        var report = await run.RunAsync(Actor);

        Assert.Empty(report.People);
        Assert.Equal((0, 0L), (report.Photos, report.AuditEntries));
        Assert.Equal(1, await Gallery.CountAsync());
        Assert.Equal(new AuditVerification(1, null), await Store.Audit.VerifyAsync());
        Assert.Equal(Clock.GetUtcNow(), await run.LastAsync());
    }

    [Fact]
    public async Task Retention_PeopleUnused_AreRemovedProvedAndLogged()
    {
        var idle = await AddAsync("anna");
        var matched = await AddAsync("bob", 2);
        var changed = await AddAsync("carl", 3);
        var refused = await AddAsync("dora", 4);
        await new RetentionRules(UnusedDays: 30).WriteAsync(Store, "admin");
        Clock.Advance(TimeSpan.FromDays(20));
        await Store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk", matched, "Match"));
        await Store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk", refused, "NoMatch"));
        await Gallery.RenameAsync(changed, PersonName.Parse("charles"));
        Clock.Advance(TimeSpan.FromDays(11));
        await ReopenAsync();
        var run = new RetentionRun(Store, Clock);

        var plan = await run.PlanAsync();
        Assert.Equal([(idle, ExpiryReason.Unused), (refused, ExpiryReason.Unused)], plan.People.Select(person => (person.Id, person.Reason)));
        Assert.Equal(4, await Gallery.CountAsync());
        var report = await run.RunAsync(Actor);

        Assert.Equal([idle, refused], report.People.Select(removed => removed.Person.Id));
        Assert.All(report.People, removed => Assert.True(removed.Proof.IsRemoved));
        Assert.Empty(report.Problems);
        Assert.Null(await Gallery.FindAsync(idle));
        Assert.True((await Gallery.VerifyRemovedAsync(refused)).IsRemoved);
        Assert.Equal(Clock.GetUtcNow() - TimeSpan.FromDays(11), (await Gallery.FindAsync(matched))!.Used);
        var log = (await Store.Audit.ListAsync(new AuditQuery(Limit: 3))).Entries.Reverse().Select(entry => (entry.Event.Action, entry.Event.Actor, entry.Event.Person, entry.Event.Outcome));
        Assert.Equal([("person.removed", Actor, idle, null), ("person.removed", Actor, refused, null), ("retention.run", Actor, (Guid?)null, "proved")], log);
        Assert.True((await run.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Retention_ConsentThatEnds_RemovesThePersonWithoutAnyRule()
    {
        var anna = await AddAsync("anna");
        await Gallery.SetConsentAsync(anna, MadePeople.Consent() with { Ends = Clock.GetUtcNow().AddDays(1) });
        await AddAsync("bob", 2);
        Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        var run = new RetentionRun(Store, Clock);
        Assert.True((await run.PlanAsync()).IsEmpty);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var report = await run.RunAsync(Actor);

        Assert.Equal((anna, ExpiryReason.ConsentEnded), (report.People.Single().Person.Id, report.People.Single().Person.Reason));
        Assert.Equal(1, await Gallery.CountAsync());
    }

    [Fact]
    public async Task Retention_OldPhotos_GoAndTheFacesStay()
    {
        var anna = await AddAsync("anna", faces: 2);
        await new RetentionRules(PhotoDays: 30, UnusedDays: 60).WriteAsync(Store, "admin");
        Clock.Advance(TimeSpan.FromDays(31));
        await Gallery.AddFacesAsync(anna, [MadePeople.Face(900)]);
        var changed = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(1));

        var report = await new RetentionRun(Store, Clock).RunAsync(Actor);

        Assert.Equal((0, 2), (report.People.Count, report.Photos));
        var person = (await Gallery.FindAsync(anna))!;
        Assert.Equal([false, false, true], person.Faces.Select(face => face.HasPhoto));
        Assert.Null(await Gallery.PhotoAsync(anna, person.Faces[0].Id));
        Assert.Equal(3, (await Gallery.TemplateAsync(anna, MadePeople.Pack))!.Embeddings.Count);
        // Nobody is there any longer because a photo of theirs expired.
        Assert.Equal(changed, person.Changed);
    }

    [Fact]
    public async Task Retention_OldAuditEntries_AreCutAndTheRestIsVerified()
    {
        for (int day = 0; day < 10; day++)
        {
            await Store.Audit.AppendAsync(new AuditEvent("face.verified", $"day {day}"));
            Clock.Advance(TimeSpan.FromDays(1));
        }
        await new RetentionRules(AuditDays: 5).WriteAsync(Store, "admin");
        var run = new RetentionRun(Store, Clock);
        Assert.Equal(5, (await run.PlanAsync()).AuditEntries);

        var report = await run.RunAsync(Actor);

        Assert.Equal(5, report.AuditEntries);
        Assert.Empty(report.Problems);
        // Five days, the setting, the cut and the run.
        Assert.Equal(new AuditVerification(8, null) { Cut = 5 }, await Store.Audit.VerifyAsync());
        await ReopenAsync();
        await Store.Audit.AppendAsync(new AuditEvent("face.verified", "later"));
        Assert.Equal(new AuditVerification(9, null) { Cut = 5 }, await Store.Audit.VerifyAsync());
        Assert.Equal(6, (await Store.Audit.ListAsync(new AuditQuery())).Entries[^1].Number);
        Clock.Advance(TimeSpan.FromDays(100));

        await new RetentionRun(Store, Clock).RunAsync(Actor);

        // The cut says so itself, and the run.
        Assert.Equal(new AuditVerification(2, null) { Cut = 14 }, await Store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Retention_WhileEntriesAreAppended_LosesNoneAndVerifies()
    {
        for (int n = 0; n < 50; n++)
            await Store.Audit.AppendAsync(new AuditEvent("face.verified", "old"));
        Clock.Advance(TimeSpan.FromDays(2));
        var before = Clock.GetUtcNow() - TimeSpan.FromDays(1);

        var appended = Task.WhenAll(Enumerable.Range(0, 100).Select(n => Store.Audit.AppendAsync(new AuditEvent("face.verified", "new"))));
        var cut = Store.Audit.CutAsync(before, count => new AuditEvent("audit.cut", Actor, Detail: $"{count}"));
        await appended;

        Assert.Equal(50, await cut);
        Assert.Equal(new AuditVerification(101, null) { Cut = 50 }, await Store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task RetentionRules_ThatAreSet_StayAndTheirChangesAreLogged()
    {
        Assert.Equal(new RetentionRules(), await RetentionRules.ReadAsync(Store.Settings));
        await new RetentionRules(365, null, 90).WriteAsync(Store, "admin");
        await ReopenAsync();
        Assert.Equal(new RetentionRules(365, null, 90), await RetentionRules.ReadAsync(Store.Settings));
        await new RetentionRules(365).WriteAsync(Store, "admin");

        Assert.Equal(
            ["retention.auditDays = never", "retention.auditDays = 90", "retention.unusedDays = 365"],
            (await Store.Audit.ListAsync(new AuditQuery(Action: "settings.changed"))).Entries.Select(entry => entry.Event.Detail));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new RetentionRules(0).WriteAsync(Store, "admin"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new RetentionRules(AuditDays: RetentionRules.MostDays + 1).WriteAsync(Store, "admin"));
    }
}
