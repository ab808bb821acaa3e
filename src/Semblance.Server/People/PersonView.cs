using Semblance.Server.Access;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.People;

/// <summary>A person as callers see them: without embeddings and photos.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name.</param>
/// <param name="Created">When they were enrolled.</param>
/// <param name="Changed">When anything of them changed last.</param>
/// <param name="Used">When they were recognised last; null where they never were.</param>
/// <param name="Mistaken">How often somebody else was taken for them, as administrators said.</param>
/// <param name="Consent">What they agreed to.</param>
/// <param name="Faces">The oldest first.</param>
internal sealed record PersonView(Guid Id, string Name, DateTimeOffset Created, DateTimeOffset Changed, DateTimeOffset? Used, int Mistaken, ConsentView Consent, IReadOnlyList<FaceView> Faces)
{
    public static PersonView Of(Person person, string packId) => new(
        person.Id, person.Name.Value, person.Created, person.Changed, person.Used, person.Mistaken,
        new ConsentView(person.Consent.Text, person.Consent.KeepPhotos, person.Consent.Given, person.Consent.RecordedBy, person.Consent.Ends),
        [.. person.Faces.Select(face => FaceView.Of(face, packId))]);
}

/// <summary>A person who was enrolled just now, or got further faces; with a resemblance where the face is like somebody else's without being taken for theirs.</summary>
internal sealed record EnrolledView(Guid Id, string Name, DateTimeOffset Created, DateTimeOffset Changed, ConsentView Consent, IReadOnlyList<FaceView> Faces, ResemblanceView? Resemblance)
{
    public static EnrolledView Of(EnrolmentOutcome.Enrolled enrolled, string packId, Caller caller)
    {
        var person = PersonView.Of(enrolled.Person, packId);
        return new EnrolledView(person.Id, person.Name, person.Created, person.Changed, person.Consent, person.Faces, ResemblanceView.Of(enrolled, caller));
    }
}

/// <summary>A person by id and name.</summary>
internal sealed record PersonReference(Guid Id, string Name);

/// <summary>What a person agreed to.</summary>
/// <param name="Text">The words.</param>
/// <param name="KeepPhotos">Whether photos may be kept.</param>
/// <param name="Given">When.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="Ends">When it ends; null: not by itself.</param>
internal sealed record ConsentView(string Text, bool KeepPhotos, DateTimeOffset Given, string RecordedBy, DateTimeOffset? Ends);

/// <summary>A face of a person.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Pack">The pack that read it.</param>
/// <param name="Pose">Which pose it was taken for; null where none was asked for.</param>
/// <param name="Added">When.</param>
/// <param name="HasPhoto">Whether the photo was kept.</param>
/// <param name="Usable">Whether the running pack read it, so that it counts in decisions.</param>
/// <param name="Quality">How good it is.</param>
internal sealed record FaceView(Guid Id, string Pack, string? Pose, DateTimeOffset Added, bool HasPhoto, bool Usable, QualityView Quality)
{
    public static FaceView Of(StoredFace face, string packId) =>
        new(face.Id, face.PackId, face.Pose, face.Added, face.HasPhoto, face.PackId == packId, QualityView.Of(face.Quality));
}

/// <summary>How good a face is.</summary>
/// <param name="Side">Side of the face's square in pixels.</param>
/// <param name="Sharpness">High is sharp.</param>
/// <param name="Brightness">Mean grey level, 0 to 255.</param>
/// <param name="Contrast">Standard deviation of the grey levels.</param>
/// <param name="Yaw">Degrees turned aside; null where it was not measured.</param>
/// <param name="Pitch">Degrees raised or lowered; null where it was not measured.</param>
/// <param name="Rank">All in one, 0 to 1.</param>
internal sealed record QualityView(double Side, double Sharpness, double Brightness, double Contrast, double? Yaw, double? Pitch, double Rank)
{
    public static QualityView Of(FaceQuality quality) => new(
        Round(quality.Side, 1), Round(quality.Sharpness, 3), Round(quality.Brightness, 1), Round(quality.Contrast, 1),
        quality.Pose is { } pose ? Round(pose.Yaw, 1) : null, quality.Pose is { } head ? Round(head.Pitch, 1) : null, Round(quality.Rank(), 3));

    private static double Round(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : 0;
}

/// <summary>A page of people.</summary>
/// <param name="People">Ordered by name.</param>
/// <param name="Total">How many fit the search.</param>
/// <param name="Next">The <c>after</c> of the next page; null at the end.</param>
internal sealed record PeopleView(IReadOnlyList<PersonView> People, int Total, string? Next);

/// <summary>Whether anything is left of a person who was removed.</summary>
/// <param name="Removed">Whether nothing is left.</param>
/// <param name="Remains">Every place where something is left, in words.</param>
internal sealed record RemovalView(bool Removed, IReadOnlyList<string> Remains);
