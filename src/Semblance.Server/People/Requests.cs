namespace Semblance.Server.People;

/// <summary>A person to be enrolled; the same fields as a form are <c>name</c>, <c>consent</c>, <c>keepPhotos</c>, <c>consentEnds</c>, <c>allowDuplicate</c> and one or more <c>photo</c>.</summary>
/// <param name="Name">Their name, 1 to 64 characters of any script; unique, upper and lower case being alike.</param>
/// <param name="Consent">What they agreed to.</param>
/// <param name="Photos">Photos of the person's face, 1 to 10.</param>
/// <param name="AllowDuplicate">Store a face that matches somebody else (role admin).</param>
internal sealed record AddPersonRequest(string Name, ConsentRequest Consent, IReadOnlyList<byte[]> Photos, bool AllowDuplicate = false);

/// <summary>Photos to be added to a person; as a form: one or more <c>photo</c>, <c>allowDuplicate</c>.</summary>
/// <param name="Photos">Photos of the person's face, 1 to 10.</param>
/// <param name="AllowDuplicate">Store a face that matches somebody else, or does not match this person (role admin).</param>
internal sealed record AddFacesRequest(IReadOnlyList<byte[]> Photos, bool AllowDuplicate = false);

/// <summary>What a person agreed to.</summary>
/// <param name="Text">The words they agreed to, 1 to 4,000 characters.</param>
/// <param name="KeepPhotos">Whether photos may be kept, so that another model can read them anew.</param>
/// <param name="Ends">When it ends: from then on the person is not recognised, and they are removed; null: it does not end by itself.</param>
internal sealed record ConsentRequest(string Text, bool KeepPhotos = false, DateTimeOffset? Ends = null);

/// <summary>What is to change of a person.</summary>
/// <param name="Name">A new name; null: as it is.</param>
/// <param name="Consent">A new consent; null: as it is. Where photos are no longer to be kept, they are deleted.</param>
internal sealed record ChangePersonRequest(string? Name = null, ConsentRequest? Consent = null);

/// <summary>How an export is to be sealed.</summary>
/// <param name="Passphrase">12 characters or more.</param>
internal sealed record ExportRequest(string Passphrase);
