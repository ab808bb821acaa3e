namespace Semblance.Storage.Enrolment;

/// <summary>What the audit log says of an enrolment: who is named by id only, look-alikes by their number.</summary>
internal static class EnrolmentAudit
{
    /// <summary>The entry; null for what says nothing about who somebody is, and for a request that was answered before.</summary>
    public static AuditEvent? Of(EnrolmentRequest request, EnrolmentOutcome outcome) => outcome switch
    {
        EnrolmentOutcome.Enrolled { Replayed: true } => null,
        EnrolmentOutcome.Enrolled enrolled => Entry(request, Done(request), enrolled.Person.Id, null, Words(request, enrolled)),
        EnrolmentOutcome.FaceOfSomebodyElse refused => Entry(request, Refused(request), Self(request) ?? refused.Other.Id, refused.Word, $"The face of {refused.Other.Id}. {Origin(request)}"),
        EnrolmentOutcome.NotLive { IsSpoof: true } refused => Entry(request, Refused(request), Self(request), "SpoofSuspected", $"{string.Join(" ", refused.Reasons)} {Origin(request)}"),
        EnrolmentOutcome.NotLive or EnrolmentOutcome.DifferentPeople =>
            Entry(request, Refused(request), Self(request), ((EnrolmentOutcome.Refused)outcome).Word, $"{string.Join(" ", ((EnrolmentOutcome.Refused)outcome).Reasons)} {Origin(request)}"),
        _ => null,
    };

    private static AuditEvent Entry(EnrolmentRequest request, string action, Guid? person, string? outcome, string detail) =>
        new(action, request.By.Name, person, outcome, detail, request.By.Session, request.By.Address);

    private static string Done(EnrolmentRequest request) => (request.Who, request.Origin) switch
    {
        (Enrollee.Newcomer, FaceOrigin.Stored) => "person.imported",
        (Enrollee.Newcomer, _) => "person.added",
        (Enrollee.Further, _) => "face.added",
        (_, FaceOrigin.Stored) => "person.reembedded",
        _ => "person.replaced",
    };

    private static string Refused(EnrolmentRequest request) => request.Who is Enrollee.Newcomer ? "person.refused" : "face.refused";

    private static Guid? Self(EnrolmentRequest request) => request.Who switch
    {
        Enrollee.Further further => further.Id,
        Enrollee.Replaced replaced => replaced.Id,
        _ => null,
    };

    private static string Words(EnrolmentRequest request, EnrolmentOutcome.Enrolled enrolled)
    {
        string faces = request.Faces.Count == 1 ? "1 face." : $"{request.Faces.Count} faces.";
        string alike = enrolled.LookAlikes.Count switch
        {
            0 => "",
            1 => " 1 look-alike.",
            var count => $" {count} look-alikes.",
        };
        return $"{faces} {Origin(request)}{alike}{(request.AllowDuplicate ? " A duplicate was allowed." : "")}{(enrolled.IsSearched ? "" : " Whether somebody else has this face was not looked for.")}";
    }

    private static string Origin(EnrolmentRequest request) => request.Origin switch
    {
        FaceOrigin.Live live => $"Liveness: {live.Liveness.Policy.Name}, {live.Liveness.Word}.",
        FaceOrigin.Photos => "Photos given on purpose.",
        _ => "Enrolled before.",
    };
}
