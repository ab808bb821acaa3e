namespace Semblance.Storage.Tests;

/// <summary>Stores people past the rule of enrolment, for tests of the store itself.</summary>
internal static class PlainGallery
{
    public static Task<Added> AddAsync(this IGallery gallery, NewPerson person, IdempotencyKey? request = null, CancellationToken cancellation = default) =>
        gallery.ExclusiveAsync(
            people => request is not null && people.Repeated(request, null) is { } earlier ? new Added(earlier, Replayed: true) : new Added(people.Add(person, request), Replayed: false),
            cancellation);

    public static Task<Added> AddFacesAsync(this IGallery gallery, Guid id, IReadOnlyList<NewFace> faces, IdempotencyKey? request = null) =>
        gallery.ExclusiveAsync(
            people => request is not null && people.Repeated(request, id) is { } earlier ? new Added(earlier, Replayed: true) : new Added(people.AddFaces(id, faces, request), Replayed: false));

    public static Task<Person> ReplaceFacesAsync(this IGallery gallery, Guid id, IReadOnlyList<NewFace> faces, string? packId = null) =>
        gallery.ExclusiveAsync(people => people.ReplaceFaces(id, faces, packId));
}

/// <summary>Who was stored, now or by an earlier request.</summary>
internal sealed record Added(Person Value, bool Replayed);
