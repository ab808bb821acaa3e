namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Person_AfterReopening_IsAsItWasAdded()
    {
        var given = MadePeople.Person("Änne O'Neil", faces: 3);
        var added = await Gallery.AddAsync(given);
        await ReopenAsync();

        var found = await Gallery.FindAsync(added.Value.Id);

        Assert.Equivalent(added.Value, found, strict: true);
        Assert.False(added.Replayed);
        Assert.Equal(given.Name, found!.Name);
        Assert.Equal(given.Consent, found.Consent);
        Assert.Equal(given.Faces.Select(face => face.Quality), found.Faces.Select(face => face.Quality));
        Assert.All(found.Faces, face => Assert.Equal(("straight", MadePeople.Pack, true, Clock.GetUtcNow()), (face.Pose, face.PackId, face.HasPhoto, face.Added)));
        for (int face = 0; face < 3; face++)
            Assert.Equal(given.Faces[face].Photo, await Gallery.PhotoAsync(found.Id, found.Faces[face].Id));
    }

    [Fact]
    public async Task Content_OfAPerson_IsWhatWasAdded()
    {
        var given = MadePeople.Person("anna", faces: 3);
        var id = (await Gallery.AddAsync(given)).Value.Id;

        var content = await Gallery.ContentAsync(id);

        Assert.Equal(given.Faces.Select(face => face.Embedding.Values.ToArray()), content!.Faces.Select(face => face.Embedding.Values.ToArray()));
        Assert.Equal(given.Faces.Select(face => face.Photo), content.Faces.Select(face => face.Photo));
        Assert.Equal((given.Name, given.Consent), (content.Name, content.Consent));
        Assert.Null(await Gallery.ContentAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Template_OfAPerson_HasTheFacesOfThePackTheBestFirst()
    {
        var poor = MadePeople.Face(1) with { Quality = new FaceQuality(40, 0, 0.1, 100, 30, Pose: new HeadPose(40, 0, 0)) };
        var good = MadePeople.Face(2) with { Quality = new FaceQuality(160, 0, 0.9, 100, 30, Pose: new HeadPose(0, 0, 0)) };
        var other = MadePeople.Face(3, "other-0123456789ab");
        var id = (await Gallery.AddAsync(new NewPerson(PersonName.Parse("anna"), MadePeople.Consent(), [poor, other, good]))).Value.Id;

        var template = await Gallery.TemplateAsync(id, MadePeople.Pack);

        Assert.Equal(("anna", MadePeople.Pack, 2), (template!.Name, template.PackId, template.Embeddings.Count));
        Assert.Equal(good.Embedding.Values, template.Embeddings[0].Values);
        Assert.Equal(poor.Quality, template.Quality[1]);
        Assert.Null(await Gallery.TemplateAsync(id, "third-0123456789ab"));
        Assert.Null(await Gallery.TemplateAsync(Guid.NewGuid(), MadePeople.Pack));
    }

    [Fact]
    public async Task Templates_OfAPack_AreThoseOfEverybodyWhoHasOne()
    {
        var ids = new List<Guid>();
        for (int person = 0; person < 7; person++)
            ids.Add(await AddAsync($"person {person}", person));
        await AddAsync("of another pack", pack: "other-0123456789ab");

        var templates = await Gallery.TemplatesAsync(MadePeople.Pack).ToListAsync();

        Assert.Equal(ids.Order(), templates.Select(template => template.Id).Order());
        foreach (var (id, template) in templates)
            Assert.Equal((await Gallery.TemplateAsync(id, MadePeople.Pack))!.Embeddings[1].Values.ToArray(), template.Embeddings[1].Values.ToArray());
    }

    [Fact]
    public async Task Name_OfSomebodyElse_IsRefusedWhateverTheCase()
    {
        var id = await AddAsync("Zoë");
        var other = await AddAsync("Bob");

        await Assert.ThrowsAsync<NameTakenException>(() => AddAsync("ZOË"));
        await Assert.ThrowsAsync<NameTakenException>(() => Gallery.RenameAsync(other, PersonName.Parse("zoË")));
        Assert.Equal(id, (await Gallery.FindAsync(PersonName.Parse("zoë")))!.Id);
        Assert.Equal(2, await Gallery.CountAsync());
    }

    [Fact]
    public async Task Rename_APerson_MovesTheName()
    {
        var id = await AddAsync("anna");
        await Gallery.RenameAsync(id, PersonName.Parse("Anna"));
        Clock.Advance(TimeSpan.FromHours(1));

        var renamed = await Gallery.RenameAsync(id, PersonName.Parse("berta"));

        Assert.Equal(("berta", Clock.GetUtcNow()), (renamed.Name.Value, renamed.Changed));
        Assert.Null(await Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Equal("berta", (await Gallery.TemplateAsync(id, MadePeople.Pack))!.Name);
        await AddAsync("anna");
    }

    [Fact]
    public async Task Everything_OfSomebodyUnknown_IsRefused()
    {
        var nobody = Guid.NewGuid();
        var id = await AddAsync("anna");

        Assert.Null(await Gallery.FindAsync(nobody));
        Assert.Null(await Gallery.PhotoAsync(nobody, Guid.NewGuid()));
        Assert.Null(await Gallery.PhotoAsync(id, Guid.NewGuid()));
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.RenameAsync(nobody, PersonName.Parse("x")));
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.SetConsentAsync(nobody, MadePeople.Consent()));
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.RemoveAsync(nobody));
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.AddFacesAsync(nobody, [MadePeople.Face(1)]));
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.ReplaceFacesAsync(nobody, [MadePeople.Face(1)]));
        await Assert.ThrowsAsync<PersonNotFoundException>(() => Gallery.RemoveFaceAsync(id, Guid.NewGuid()));
    }

    [Fact]
    public async Task Photos_WithoutConsentToKeepThem_AreNotStored()
    {
        var id = await AddAsync("anna", keepPhotos: false);
        await Gallery.AddFacesAsync(id, [MadePeople.Face(5)]);

        Assert.All((await Gallery.FindAsync(id))!.Faces, face => Assert.False(face.HasPhoto));
    }

    [Fact]
    public async Task Photos_WhenConsentEnds_AreDeleted()
    {
        var id = await AddAsync("anna");
        var face = (await Gallery.FindAsync(id))!.Faces[0].Id;
        Assert.NotNull(await Gallery.PhotoAsync(id, face));

        var person = await Gallery.SetConsentAsync(id, MadePeople.Consent(keepPhotos: false) with { Text = "No longer." });

        Assert.Equal("No longer.", person.Consent.Text);
        Assert.All(person.Faces, stored => Assert.False(stored.HasPhoto));
        Assert.Null(await Gallery.PhotoAsync(id, face));
        Assert.Equal(2, (await Gallery.TemplateAsync(id, MadePeople.Pack))!.Embeddings.Count);
    }

    [Fact]
    public async Task Faces_AreAddedReplacedAndRemoved()
    {
        var id = await AddAsync("anna", faces: 1);
        await Gallery.AddFacesAsync(id, [MadePeople.Face(7, "other-0123456789ab"), MadePeople.Face(8)]);

        var replaced = await Gallery.ReplaceFacesAsync(id, [MadePeople.Face(9)], MadePeople.Pack);
        Assert.Equal(["other-0123456789ab", MadePeople.Pack], replaced.Faces.Select(face => face.PackId));
        Assert.Equal(MadePeople.Face(9).Embedding.Values.ToArray(), (await Gallery.TemplateAsync(id, MadePeople.Pack))!.Embeddings.Single().Values.ToArray());

        var left = await Gallery.RemoveFaceAsync(id, replaced.Faces[0].Id);
        Assert.Equal(MadePeople.Pack, left.Faces.Single().PackId);
        await Assert.ThrowsAsync<LastFaceException>(() => Gallery.RemoveFaceAsync(id, left.Faces[0].Id));

        var all = await Gallery.ReplaceFacesAsync(id, [MadePeople.Face(10, "third-0123456789ab"), MadePeople.Face(11)]);
        Assert.Equal(["third-0123456789ab", MadePeople.Pack], all.Faces.Select(face => face.PackId));
    }

    [Fact]
    public async Task Removed_Person_IsGoneAndTheNameIsFree()
    {
        var id = await AddAsync("anna");
        await AddAsync("bob", 2);
        Assert.False((await Gallery.VerifyRemovedAsync(id)).IsRemoved);

        await Gallery.RemoveAsync(id);

        Assert.Null(await Gallery.FindAsync(id));
        Assert.Null(await Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Null(await Gallery.TemplateAsync(id, MadePeople.Pack));
        Assert.DoesNotContain((await Gallery.ListAsync(new PersonQuery())).People, person => person.Id == id);
        Assert.DoesNotContain(await Gallery.TemplatesAsync(MadePeople.Pack).ToListAsync(), template => template.Id == id);
        Assert.Empty((await Gallery.VerifyRemovedAsync(id)).Remains);
        Assert.NotEqual(id, await AddAsync("anna"));
        await ReopenAsync();
        Assert.Null(await Gallery.FindAsync(id));
    }
}
