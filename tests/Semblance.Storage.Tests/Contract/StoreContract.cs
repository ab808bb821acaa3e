using System.Diagnostics;
using Semblance.Storage.Tests.Enrolment;

namespace Semblance.Storage.Tests.Contract;

/// <summary>What every store does; derive it with a way to make one. Each test has a store of its own.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStore? _store;

    protected IStore Store => _store!;

    protected IGallery Gallery => Store.Gallery;

    protected SteppedClock Clock { get; } = new();

    /// <summary>Opens the store; called again after it was closed, it opens the same one.</summary>
    protected abstract Task<IStore> OpenAsync();

    /// <summary>Starts another process that opens the store and enrols (<see cref="EnrollerProcess"/>).</summary>
    protected abstract Process StartEnroller(string packFolder, string name);

    /// <summary>Clears the store away.</summary>
    protected abstract void Delete();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
        Delete();
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }

    protected async Task<Guid> AddAsync(string name, int seed = 1, int faces = 2, bool keepPhotos = true, string pack = MadePeople.Pack) =>
        (await Gallery.AddAsync(MadePeople.Person(name, seed, faces, keepPhotos, pack))).Value.Id;
}

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class SteppedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
