using Semblance.Storage.Enrolment;
using Semblance.Storage.Search;
using Semblance.Storage.Sqlite;
using Semblance.Storage.Tests.Sqlite;

namespace Semblance.Storage.Tests.Enrolment;

/// <summary>The rule itself: who is refused, and in which words.</summary>
public sealed class EnrollerTests : IAsyncLifetime
{
    private readonly TestStore _files = new();
    private SqliteStore _store = null!;
    private ModelPack _pack = null!;
    private GalleryIndex _index = null!;
    private Enroller _enroller = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await _files.OpenAsync();
        _pack = MadePack.Load(_files.File("pack"));
        _index = new GalleryIndex(_store.Gallery, _pack.Id);
        _enroller = new Enroller(_store, _pack, _index);
    }

    public async ValueTask DisposeAsync()
    {
        _index.Dispose();
        await _store.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Faces_OfTwoPeople_AreRefused()
    {
        var outcome = await EnrolAsync("anna", Look(0), Look(1));

        Assert.IsType<EnrolmentOutcome.DifferentPeople>(outcome);
        Assert.IsType<EnrolmentOutcome.DifferentPeople>(await _enroller.EnrolAsync(Newcomer("anna", Look(0), Look(1)) with { AllowDuplicate = true }));
        Assert.Equal(0, await _store.Gallery.CountAsync());
    }

    [Fact]
    public async Task Faces_AreComparedWithTheBestOne()
    {
        // Both resemble the best one by 0.6, but each other by 0.36 only.
        var best = MadeLooks.Pure(_pack.Id, 0) with { Quality = MadeLooks.Good with { Side = 160 } };
        var left = MadeLooks.Like(_pack.Id, 0, 1, 0.6) with { Quality = MadeLooks.Good with { Side = 100 } };
        var right = MadeLooks.Like(_pack.Id, 0, 2, 0.6) with { Quality = MadeLooks.Good with { Side = 100 } };

        Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("anna", left, best, right));
        Assert.IsType<EnrolmentOutcome.DifferentPeople>(await EnrolAsync("berta", left, right));
    }

    [Fact]
    public async Task Face_OfPoorQuality_IsRefusedWithWhatToDo()
    {
        var blurred = Look(0) with { Quality = MadeLooks.Good with { Sharpness = 0.1 } };

        var outcome = Assert.IsType<EnrolmentOutcome.PoorQuality>(await EnrolAsync("anna", Look(0), blurred));

        Assert.Equal(["The face is blurred: hold still, or wipe the lens."], outcome.Reasons);
        Assert.IsType<EnrolmentOutcome.PoorQuality>(await EnrolAsync("anna", Look(0) with { Quality = MadeLooks.Good with { Contrast = double.NaN } }));
    }

    [Theory]
    [InlineData(LivenessVerdict.Live, null)]
    [InlineData(LivenessVerdict.Spoof, "SpoofSuspected")]
    [InlineData(LivenessVerdict.Unsure, "NotLive")]
    public async Task Face_BeforeACamera_MustBeLive(LivenessVerdict verdict, string? logged)
    {
        var outcome = await _enroller.EnrolAsync(Newcomer("anna", Look(0)) with { Origin = Seen(LivenessPolicy.Passive, verdict) });

        var entry = (await _store.Audit.ListAsync(new AuditQuery())).Entries.Single().Event;
        Assert.Equal(logged, entry.Outcome);
        Assert.EndsWith($"Liveness: passive, {verdict.ToString().ToLowerInvariant()}.", entry.Detail);
        if (verdict == LivenessVerdict.Live)
            Assert.IsType<EnrolmentOutcome.Enrolled>(outcome);
        else
            Assert.Equal(verdict == LivenessVerdict.Spoof, Assert.IsType<EnrolmentOutcome.NotLive>(outcome).IsSpoof);
        Assert.Equal(verdict == LivenessVerdict.Live ? 1 : 0, await _store.Gallery.CountAsync());
    }

    [Fact]
    public async Task Face_WithThePolicyOff_IsTakenAndTheLogSaysThatNobodyLooked()
    {
        Assert.IsType<EnrolmentOutcome.Enrolled>(await _enroller.EnrolAsync(Newcomer("anna", Look(0)) with { Origin = Seen(LivenessPolicy.Off, LivenessVerdict.Unsure) }));

        Assert.Equal("1 face. Liveness: off, notChecked.", (await _store.Audit.ListAsync(new AuditQuery())).Entries.Single().Event.Detail);
    }

    [Fact]
    public async Task Face_OfAnotherPack_IsRefused()
    {
        var other = MadeLooks.Of("other-0123456789ab", 0);

        Assert.Equal(["other-0123456789ab"], Assert.IsType<EnrolmentOutcome.OtherPack>(await EnrolAsync("anna", Look(0), other)).Packs);
        var stored = Newcomer("anna", other) with { Origin = new FaceOrigin.Stored() };
        Assert.IsType<EnrolmentOutcome.OtherPack>(await _enroller.EnrolAsync(stored));
        Assert.False(Assert.IsType<EnrolmentOutcome.Enrolled>(await _enroller.EnrolAsync(stored with { AllowDuplicate = true })).IsSearched);
        Assert.IsType<EnrolmentOutcome.Enrolled>(await _enroller.EnrolAsync(Newcomer("berta", Look(0), other) with { Origin = new FaceOrigin.Stored() }));
    }

    [Fact]
    public async Task Face_OfSomebodyElse_IsRefusedUnlessADuplicateIsAllowed()
    {
        var anna = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("anna", Look(0))).Person;

        var refused = Assert.IsType<EnrolmentOutcome.FaceOfSomebodyElse>(await EnrolAsync("berta", Look(0, 1)));
        Assert.Equal(anna.Id, refused.Other.Id);
        Assert.DoesNotContain("anna", string.Join(" ", refused.Reasons));
        var allowed = Assert.IsType<EnrolmentOutcome.Enrolled>(await _enroller.EnrolAsync(Newcomer("berta", Look(0, 1)) with { AllowDuplicate = true }));

        Assert.Equal([new LookAlike(anna.Id, anna.Name)], allowed.LookAlikes);
        Assert.EndsWith("1 look-alike. A duplicate was allowed.", (await _store.Audit.ListAsync(new AuditQuery(Person: allowed.Person.Id))).Entries.Single().Event.Detail);
    }

    [Fact]
    public async Task Face_LikeSomebodyElses_IsTakenAndTheLikenessTold()
    {
        var anna = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("anna", MadeLooks.Pure(_pack.Id, 0))).Person;

        var relative = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("berta", MadeLooks.Like(_pack.Id, 0, 1, 0.25)));
        var stranger = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("carla", MadeLooks.Pure(_pack.Id, 5)));

        Assert.Equal([new LookAlike(anna.Id, anna.Name)], relative.LookAlikes);
        Assert.Empty(stranger.LookAlikes);
        var entry = (await _store.Audit.ListAsync(new AuditQuery(Person: relative.Person.Id))).Entries.Single().Event;
        Assert.EndsWith("1 look-alike.", entry.Detail);
        Assert.DoesNotContain("anna", entry.Detail);
    }

    [Fact]
    public async Task Threshold_OfAnotherPersonsFace_GrowsWithTheGallery()
    {
        var likeAnna = MadeLooks.Like(_pack.Id, 0, 1, 0.35);
        await EnrolAsync("anna", MadeLooks.Pure(_pack.Id, 0));
        Assert.IsType<EnrolmentOutcome.FaceOfSomebodyElse>(await EnrolAsync("berta", likeAnna));
        for (int n = 0; n < 10; n++)
            await EnrolAsync($"person {n}", MadeLooks.Pure(_pack.Id, 2 + n));

        // 1 % among eleven people asks for a rate of 0.0009: the next row is 1e-4, at 0.5.
        Assert.Equal("anna", Assert.Single(Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("berta", MadeLooks.Like(_pack.Id, 0, 1, 0.45))).LookAlikes).Name.Value);
    }

    [Fact]
    public async Task FurtherFace_MustBeThePersonsOwnAndNobodyElses()
    {
        var anna = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("anna", Look(0))).Person.Id;
        await EnrolAsync("berta", Look(1));

        Assert.IsType<EnrolmentOutcome.DifferentPeople>(await AddAsync(anna, Look(1, 1)));
        Assert.IsType<EnrolmentOutcome.FaceOfSomebodyElse>(await AddAsync(anna, MadeLooks.Like(_pack.Id, 0, 1, 0.8)));
        Assert.Equal(2, Assert.IsType<EnrolmentOutcome.Enrolled>(await AddAsync(anna, Look(0, 1))).Person.Faces.Count);
        Assert.IsType<EnrolmentOutcome.PersonNotFound>(await AddAsync(Guid.NewGuid(), Look(0)));
        var ofAnotherPack = (await _store.Gallery.AddAsync(MadePeople.Person("carla"))).Value.Id;
        Assert.IsType<EnrolmentOutcome.DifferentPeople>(await AddAsync(ofAnotherPack, Look(7)));
        Assert.IsType<EnrolmentOutcome.Enrolled>(await _enroller.EnrolAsync(Request(new Enrollee.Replaced(ofAnotherPack), Look(7))));
    }

    [Fact]
    public async Task Name_ThatIsTaken_IsSaidBeforeTheFace()
    {
        await EnrolAsync("Anna", Look(0));

        var outcome = Assert.IsType<EnrolmentOutcome.NameTaken>(await EnrolAsync("ANNA", Look(0)));

        Assert.Contains("unique", outcome.Reasons[0]);
    }

    [Fact]
    public async Task Faces_BeyondTheMost_AreRefused()
    {
        var faces = Enumerable.Repeat(Look(0), Enroller.MostFaces).ToArray();
        var anna = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("anna", faces)).Person.Id;

        Assert.Equal(Enroller.MostFaces, Assert.IsType<EnrolmentOutcome.TooManyFaces>(await AddAsync(anna, Look(0))).Has);
        await Assert.ThrowsAsync<ArgumentException>(() => EnrolAsync("berta"));
    }

    [Fact]
    public async Task Pack_ByDistance_SaysThatNobodyLooked()
    {
        var pack = MadePack.Load(_files.File("distance"), "euclidean");
        using var index = new GalleryIndex(_store.Gallery, pack.Id);
        var enroller = new Enroller(_store, pack, index);

        var outcome = Assert.IsType<EnrolmentOutcome.Enrolled>(await enroller.EnrolAsync(Newcomer("anna", MadeLooks.Of(pack.Id, 0))));

        Assert.False(outcome.IsSearched);
        Assert.EndsWith("was not looked for.", (await _store.Audit.ListAsync(new AuditQuery())).Entries.Single().Event.Detail);
    }

    [Fact]
    public async Task Removed_Person_IsNotInTheWay()
    {
        var anna = Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("anna", Look(0))).Person.Id;
        await _store.Gallery.RemoveAsync(anna);

        Assert.IsType<EnrolmentOutcome.Enrolled>(await EnrolAsync("berta", Look(0)));
    }

    private NewFace Look(int person, int look = 0) => MadeLooks.Of(_pack.Id, person, look);

    private static FaceOrigin.Live Seen(LivenessPolicy policy, LivenessVerdict verdict) => new(new LivenessResult(policy, verdict, [], verdict == LivenessVerdict.Live ? [] : ["It looks flat."], []));

    private Task<EnrolmentOutcome> EnrolAsync(string name, params NewFace[] faces) => _enroller.EnrolAsync(Newcomer(name, faces));

    private Task<EnrolmentOutcome> AddAsync(Guid id, params NewFace[] faces) => _enroller.EnrolAsync(Request(new Enrollee.Further(id), faces));

    private static EnrolmentRequest Newcomer(string name, params NewFace[] faces) => Request(new Enrollee.Newcomer(PersonName.Parse(name), MadePeople.Consent()), faces);

    private static EnrolmentRequest Request(Enrollee who, params NewFace[] faces) => new(who, faces, new FaceOrigin.Photos(), new EnrolmentActor("test"));
}
