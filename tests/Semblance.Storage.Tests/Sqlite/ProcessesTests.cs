namespace Semblance.Storage.Tests.Sqlite;

/// <summary>Two processes on one store, as the command line beside the service.</summary>
public class ProcessesTests
{
    [Fact]
    public async Task TwoProcesses_EnrollingAtOnce_SeeEachOtherAndShareOneChain()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        using var other = WriterProcess.Start(files.Home, "other", 60);
        for (int n = 0; n < 60; n++)
        {
            var added = await store.Gallery.AddAsync(MadePeople.Person($"own {n}", n, faces: 1));
            await store.Audit.AppendAsync(new AuditEvent("person.added", "this process", added.Value.Id));
            await store.Gallery.ListAsync(new PersonQuery());
        }
        await other.WaitForExitAsync();

        Assert.True(other.ExitCode == 0, await other.StandardError.ReadToEndAsync());
        Assert.Equal(120, (await store.Gallery.ListAsync(new PersonQuery())).Total);
        Assert.Equal("other 59", (await store.Gallery.FindAsync(Semblance.Storage.PersonName.Parse("OTHER 59")))!.Name.Value);
        Assert.Equal(new AuditVerification(120, null), await store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task MasterKey_RotatedElsewhere_IsFollowedByAnOpenStore()
    {
        using var files = new TestStore();
        await using var service = await files.OpenAsync();
        var before = (await service.Gallery.AddAsync(MadePeople.Person("before"))).Value.Id;
        await using (var commandLine = await files.OpenAsync())
            await commandLine.RotateMasterKeyAsync();

        var after = (await service.Gallery.AddAsync(MadePeople.Person("after"))).Value.Id;

        await using var reopened = await files.OpenAsync();
        foreach (var id in (Guid[])[before, after])
        {
            Assert.NotNull(await service.Gallery.FindAsync(id));
            Assert.NotNull(await reopened.Gallery.FindAsync(id));
        }
    }

    [Fact]
    public async Task Key_RevokedElsewhere_IsRefusedAtOnce()
    {
        using var files = new TestStore();
        await using var service = await files.OpenAsync();
        var (text, key) = await service.Keys.CreateAsync(new NewAccessKey("kiosk", Role.Verify));
        Assert.NotNull(await service.Keys.FindAsync(text));
        await using var commandLine = await files.OpenAsync();

        await commandLine.Keys.RevokeAsync(key.Id);

        Assert.Null(await service.Keys.FindAsync(text));
    }
}
