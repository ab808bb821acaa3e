using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Storage;
using Semblance.Storage.Enrolment;
using Semblance.Storage.Search;

namespace Semblance.Cli.Gallery;

/// <summary>Enrolments by the command line: the rule is <see cref="Enroller"/>'s, the words are here.</summary>
internal static class HomeEnrolment
{
    /// <summary>The word of <see cref="EnrolmentOutcome.FaceOfSomebodyElse"/> in answers.</summary>
    public const string AlreadyEnrolled = "AlreadyEnrolled";

    /// <summary>Who enrols.</summary>
    public static EnrolmentActor Operator { get; } = new(HomeStore.Actor);

    public static Option<bool> AllowDuplicate { get; } = new("--allow-duplicate") { Description = "Enrol even where somebody else is enrolled with this face, or where it is unlike the person's own." };

    /// <summary>Stores faces, or says why not.</summary>
    public static async Task<EnrolmentOutcome> EnrolAsync(this IStore store, ModelPack pack, EnrolmentRequest request, CancellationToken cancellation)
    {
        using var index = new GalleryIndex(store.Gallery, pack.Id);
        var outcome = await new Enroller(store, pack, index).EnrolAsync(request, cancellation);
        if (outcome is EnrolmentOutcome.Enrolled { IsSearched: false })
            Terminal.Note($"Whether somebody else is enrolled with this face is not checked: {(pack.Comparator == Recognition.Comparator.Cosine ? "another pack read it" : $"{pack.Manifest.Name} compares by distance")}.");
        return outcome;
    }

    /// <summary>The outcome's word for scripts; null where it is enrolled.</summary>
    public static string? Word(EnrolmentOutcome outcome) => outcome switch
    {
        EnrolmentOutcome.FaceOfSomebodyElse => AlreadyEnrolled,
        EnrolmentOutcome.NotLive notLive => (notLive.IsSpoof ? Outcome.SpoofSuspected : Outcome.Undecided).ToString(),
        EnrolmentOutcome.Refused refused => refused.Word,
        _ => null,
    };

    /// <summary>Why nobody is enrolled, for the operator, who may see who is enrolled.</summary>
    public static string Reason(EnrolmentOutcome.Refused refused) => refused switch
    {
        EnrolmentOutcome.FaceOfSomebodyElse other => $"{other.Other.Name} is enrolled with this face. --allow-duplicate enrols all the same.",
        EnrolmentOutcome.OtherPack other => $"{string.Join(" ", other.Reasons)} Name the pack with --pack, or take them all the same with --allow-duplicate.",
        EnrolmentOutcome.DifferentPeople { MayBeAllowed: true } other => $"{other.Reason} --allow-duplicate stores it all the same.",
        _ => string.Join(" ", refused.Reasons),
    };

    /// <summary>Whom an enrolled person resembles, in a line; null where nobody is alike.</summary>
    public static string? Resemblance(EnrolmentOutcome outcome) => outcome is EnrolmentOutcome.Enrolled { LookAlikes: { Count: > 0 } alike }
        ? $"  Resembles {string.Join(", ", alike.Select(person => person.Name))}: relatives often do. If it is one person, remove one of the two."
        : null;

    /// <summary>The same for scripts.</summary>
    public static IEnumerable<string> LookAlikes(EnrolmentOutcome? outcome) => outcome is EnrolmentOutcome.Enrolled enrolled ? enrolled.LookAlikes.Select(person => person.Name.Value) : [];
}
