using Semblance.Storage.Enrolment;
using Semblance.Storage.Search;
using Semblance.Storage.Tests.Enrolment;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private static readonly TemporaryFolder s_packs = new();

    // Lazily: loading hashes files.
    private static readonly Lazy<ModelPack> s_pack = new(() => MadePack.Load(s_packs.File("made")));

    private static ModelPack Made => s_pack.Value;

    [Fact]
    public async Task OneFace_EnrolledUnderTwelveNamesAtOnce_IsOnePersonAndElevenRefusals()
    {
        await Gallery.AddAsync(new NewPerson(PersonName.Parse("bystander"), MadePeople.Consent(), [MadeLooks.Of(Made.Id, 1)]));
        using var shared = new GalleryIndex(Gallery, Made.Id);
        using var other = new GalleryIndex(Gallery, Made.Id);
        await other.RefreshAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() =>
            new Enroller(Store, Made, n % 2 == 0 ? shared : other).EnrolAsync(Newcomer($"name {n}", MadeLooks.Of(Made.Id, 0, look: n))))));

        var enrolled = Assert.Single(outcomes.OfType<EnrolmentOutcome.Enrolled>());
        var refused = outcomes.OfType<EnrolmentOutcome.FaceOfSomebodyElse>().ToList();
        Assert.Equal(11, refused.Count);
        Assert.All(refused, outcome => Assert.Equal(enrolled.Person.Id, outcome.Other.Id));
        Assert.Equal(2, await Gallery.CountAsync());
        var log = (await Store.Audit.ListAsync(new AuditQuery(Person: enrolled.Person.Id))).Entries;
        Assert.Equal((1, 11), (log.Count(entry => entry.Event.Action == "person.added"), log.Count(entry => entry.Event is { Action: "person.refused", Outcome: "FaceOfSomebodyElse" })));
        Assert.Equal(new AuditVerification(12, null), await Store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task OneFace_EnrolledByTwelveProcessesAtOnce_IsOnePersonAndElevenRefusals()
    {
        var processes = Enumerable.Range(0, 12).Select(n => StartEnroller(Made.Folder, $"process {n}")).ToList();
        try
        {
            foreach (var process in processes)
                Assert.True(await process.StandardOutput.ReadLineAsync() == "ready", "It did not start.");
            foreach (var process in processes)
                await process.StandardInput.WriteLineAsync("go");
            var outcomes = new List<string?>();
            foreach (var process in processes)
            {
                outcomes.Add(await process.StandardOutput.ReadLineAsync());
                await process.WaitForExitAsync();
                Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync());
            }

            Assert.Equal((1, 11), (outcomes.Count(outcome => outcome == "Enrolled"), outcomes.Count(outcome => outcome == "FaceOfSomebodyElse")));
            Assert.Equal(1, await Gallery.CountAsync());
            Assert.Equal(new AuditVerification(12, null), await Store.Audit.VerifyAsync());
        }
        finally
        {
            foreach (var process in processes)
            {
                if (!process.HasExited)
                    process.Kill();
                process.Dispose();
            }
        }
    }

    [Fact]
    public async Task OneFace_AddedToOnePersonAndEnrolledAsAnother_IsStoredOnce()
    {
        using var index = new GalleryIndex(Gallery, Made.Id);
        var enroller = new Enroller(Store, Made, index);
        var anna = Enrolled(await enroller.EnrolAsync(Newcomer("anna", MadeLooks.Like(Made.Id, 0, 1, 0.8)))).Person;
        // The look is anna's, and so is that of the newcomer.
        var added = Task.Run(() => enroller.EnrolAsync(Photos(new Enrollee.Further(anna.Id), MadeLooks.Pure(Made.Id, 0))));
        var newcomer = Task.Run(() => enroller.EnrolAsync(Newcomer("berta", MadeLooks.Pure(Made.Id, 0))));

        Assert.Equal(2, Enrolled(await added).Person.Faces.Count);
        Assert.Equal(anna.Id, Assert.IsType<EnrolmentOutcome.FaceOfSomebodyElse>(await newcomer).Other.Id);
    }

    [Fact]
    public async Task Exclusive_WorkThatThrows_ChangesAndNotesNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Gallery.ExclusiveAsync<int>(gallery =>
        {
            gallery.Add(MadePeople.Person("anna"));
            gallery.Note(new AuditEvent("person.added", "test"));
            throw new InvalidOperationException("on purpose");
        }));

        Assert.Equal(0, await Gallery.CountAsync());
        Assert.Equal(new AuditVerification(0, null), await Store.Audit.VerifyAsync());
        await Gallery.ExclusiveAsync(gallery =>
        {
            gallery.Note(new AuditEvent("person.added", "test"));
            return gallery.Add(MadePeople.Person("anna"));
        });
        await ReopenAsync();
        Assert.NotNull(await Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Equal(new AuditVerification(1, null), await Store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Enrolment_RepeatedWithItsKey_ReturnsThePersonOfTheFirst()
    {
        using var index = new GalleryIndex(Gallery, Made.Id);
        var enroller = new Enroller(Store, Made, index);
        var request = Newcomer("anna", MadeLooks.Of(Made.Id, 0)) with { Idempotency = MadePeople.Request("one") };

        var first = Enrolled(await enroller.EnrolAsync(request));
        var second = Enrolled(await enroller.EnrolAsync(request));
        var further = Photos(new Enrollee.Further(first.Person.Id), MadeLooks.Of(Made.Id, 0, 1)) with { Idempotency = MadePeople.Request("two") };
        await enroller.EnrolAsync(further);

        Assert.Equal((false, true, first.Person.Id), (first.Replayed, second.Replayed, second.Person.Id));
        Assert.Equal((true, 2), (Enrolled(await enroller.EnrolAsync(further)) is var again && again.Replayed, again.Person.Faces.Count));
        Assert.IsType<EnrolmentOutcome.KeyReused>(await enroller.EnrolAsync(Newcomer("berta", MadeLooks.Of(Made.Id, 3)) with { Idempotency = MadePeople.Request("one", content: 2) }));
        Assert.Equal(2, (await Store.Audit.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task Enrolment_ReplacingFacesAndConsent_IsOneStep()
    {
        using var index = new GalleryIndex(Gallery, Made.Id);
        var enroller = new Enroller(Store, Made, index);
        var anna = Enrolled(await enroller.EnrolAsync(Newcomer("anna", MadeLooks.Of(Made.Id, 0)))).Person;
        await enroller.EnrolAsync(Newcomer("berta", MadeLooks.Of(Made.Id, 1)));
        var consent = MadePeople.Consent(keepPhotos: false) with { Text = "Once more." };

        var refused = await enroller.EnrolAsync(Photos(new Enrollee.Replaced(anna.Id, consent), MadeLooks.Of(Made.Id, 1, 1)) with { AllowDuplicate = false });
        Assert.IsType<EnrolmentOutcome.DifferentPeople>(refused);
        Assert.Equal(anna.Consent, (await Gallery.FindAsync(anna.Id))!.Consent);
        var replaced = Enrolled(await enroller.EnrolAsync(Photos(new Enrollee.Replaced(anna.Id, consent), MadeLooks.Of(Made.Id, 0, 1), MadeLooks.Of(Made.Id, 0, 2))));

        Assert.Equal(("Once more.", 2), (replaced.Person.Consent.Text, replaced.Person.Faces.Count));
        Assert.Equal("person.replaced", (await Store.Audit.ListAsync(new AuditQuery())).Entries[0].Event.Action);
    }

    private static EnrolmentOutcome.Enrolled Enrolled(EnrolmentOutcome outcome) => Assert.IsType<EnrolmentOutcome.Enrolled>(outcome);

    private static EnrolmentRequest Newcomer(string name, params NewFace[] faces) => Photos(new Enrollee.Newcomer(PersonName.Parse(name), MadePeople.Consent()), faces);

    private static EnrolmentRequest Photos(Enrollee who, params NewFace[] faces) => new(who, faces, new FaceOrigin.Photos(), new EnrolmentActor("test"));
}
