using Semblance.Server.Access;
using Semblance.Server.Problems;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.People;

/// <summary>What became of an enrolment, for the one who asked.</summary>
internal static class EnrolmentProblems
{
    /// <summary>Who asks, for the audit log.</summary>
    public static EnrolmentActor ActorOf(Caller caller, string? session = null) => new(caller.Name, caller.Address, session);

    /// <summary>The enrolled person.</summary>
    /// <exception cref="ProblemException">Nothing was stored.</exception>
    public static EnrolmentOutcome.Enrolled Require(EnrolmentOutcome outcome, Caller caller) =>
        outcome as EnrolmentOutcome.Enrolled ?? throw Of((EnrolmentOutcome.Refused)outcome, caller);

    /// <summary>Why nothing was stored. Only administrators learn whose a face is.</summary>
    public static ProblemException Of(EnrolmentOutcome.Refused refused, Caller caller)
    {
        string reasons = string.Join(" ", refused.Reasons);
        return refused switch
        {
            EnrolmentOutcome.FaceOfSomebodyElse other => Problem.FaceOfSomebodyElse.With(caller.IsAdmin ? $"It is the face of {other.Other.Name}." : "An administrator can say whose it is."),
            EnrolmentOutcome.DifferentPeople => Problem.DifferentPeople.With(reasons),
            EnrolmentOutcome.PoorQuality => Problem.PoorQuality.With(reasons),
            EnrolmentOutcome.OtherPack => Problem.UnusableFile.With($"{reasons} allowDuplicate takes them all the same."),
            EnrolmentOutcome.UnusableFaces => Problem.UnusableFile.With(reasons),
            EnrolmentOutcome.NameTaken => Problem.NameTaken.With(reasons),
            EnrolmentOutcome.PersonNotFound => Problem.NotFound.With("Nobody has this id."),
            EnrolmentOutcome.TooManyFaces => Problem.InvalidRequest.With(reasons),
            EnrolmentOutcome.KeyReused => Problem.IdempotencyConflict.With(reasons),
            _ => throw new InvalidOperationException($"{refused.Word} is no answer to photos."),
        };
    }
}

/// <summary>That somebody who was enrolled resembles somebody else.</summary>
/// <param name="Message">What it means.</param>
/// <param name="People">Whom, the most alike first; for administrators only, null for others.</param>
internal sealed record ResemblanceView(string Message, IReadOnlyList<PersonReference>? People)
{
    /// <summary>What a caller may know; null where nobody is alike.</summary>
    public static ResemblanceView? Of(EnrolmentOutcome.Enrolled enrolled, Caller caller)
    {
        if (enrolled.LookAlikes.Count == 0)
            return null;
        return caller.IsAdmin
            ? new ResemblanceView(
                $"The face resembles that of {string.Join(", ", enrolled.LookAlikes.Select(alike => alike.Name))}: relatives often do. If it is one person, remove one of the two.",
                [.. enrolled.LookAlikes.Select(alike => new PersonReference(alike.Id, alike.Name.Value))])
            : new ResemblanceView("The face resembles that of somebody who is enrolled: an administrator can say whose.", null);
    }
}
