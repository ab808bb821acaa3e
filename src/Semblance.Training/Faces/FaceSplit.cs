using System.Security.Cryptography;
using System.Text;

namespace Semblance.Training.Faces;

/// <summary>
/// Which identities the embedder never sees, so that its thresholds can be calibrated and its weak sides measured on strangers. The
/// rule needs no list and no seed: every identity with a single photo; the last <see cref="ProfilePeople"/> of CFP; and of all others
/// with two or more photos those <see cref="OtherPeople"/> whose names have the smallest SHA-256. The next
/// <see cref="ValidationPeople"/> in that order are kept out as well, to follow the training by.
/// </summary>
internal sealed record FaceSplit
{
    /// <summary>People of CFP held out, for frontal against profile.</summary>
    public const int ProfilePeople = 60;

    /// <summary>People with several photos held out, for genuine scores.</summary>
    public const int OtherPeople = 300;

    /// <summary>People that the training is followed by; no threshold is calibrated on them.</summary>
    public const int ValidationPeople = 150;

    private FaceSplit(IReadOnlySet<string> singles, IReadOnlySet<string> profiles, IReadOnlySet<string> others, IReadOnlySet<string> validation) =>
        (Singles, Profiles, Others, Validation) = (singles, profiles, others, validation);

    /// <summary>Held out: identities with one photo.</summary>
    public IReadOnlySet<string> Singles { get; }

    /// <summary>Held out: people of CFP, with frontal and profile photos.</summary>
    public IReadOnlySet<string> Profiles { get; }

    /// <summary>Held out: other people with several photos.</summary>
    public IReadOnlySet<string> Others { get; }

    /// <summary>Neither trained on nor calibrated on.</summary>
    public IReadOnlySet<string> Validation { get; }

    /// <summary>Splits a collection.</summary>
    /// <param name="collection">All faces.</param>
    /// <param name="otherPeople">People with several photos held out.</param>
    /// <param name="validationPeople">People the training is followed by.</param>
    public static FaceSplit Of(AlignedFaces collection, int otherPeople = OtherPeople, int validationPeople = ValidationPeople)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return Of(collection.Faces.Where(face => face.Identity is not null).CountBy(face => face.Identity!).ToDictionary(), otherPeople, validationPeople);
    }

    /// <summary>Splits a collection of which only the number of photos of each identity is known.</summary>
    /// <param name="photos">That number, by identity.</param>
    /// <param name="otherPeople">People with several photos held out.</param>
    /// <param name="validationPeople">People the training is followed by.</param>
    public static FaceSplit Of(IReadOnlyDictionary<string, int> photos, int otherPeople = OtherPeople, int validationPeople = ValidationPeople)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var singles = photos.Where(person => person.Value == 1).Select(person => person.Key).ToHashSet();
        var several = photos.Keys.Where(identity => !singles.Contains(identity)).ToList();
        var profiles = several.Where(identity => AlignedFaces.SetOf(identity) == "cfp").Order(StringComparer.Ordinal).TakeLast(ProfilePeople).ToHashSet();
        var drawn = several.Where(identity => AlignedFaces.SetOf(identity) != "cfp").OrderBy(Hash, StringComparer.Ordinal).Take(otherPeople + validationPeople).ToList();
        return new FaceSplit(singles, profiles, drawn.Take(otherPeople).ToHashSet(), drawn.Skip(otherPeople).ToHashSet());
    }

    /// <summary>Whether thresholds are calibrated on this identity.</summary>
    public bool IsForCalibration(string identity) => Singles.Contains(identity) || Profiles.Contains(identity) || Others.Contains(identity);

    /// <summary>Whether the embedder may learn from this identity.</summary>
    public bool IsForTraining(string identity) => !IsForCalibration(identity) && !Validation.Contains(identity);

    private static string Hash(string identity) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
}
