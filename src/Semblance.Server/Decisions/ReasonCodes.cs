using Semblance.Recognition;

namespace Semblance.Server.Decisions;

/// <summary>
/// A stable code for each sentence that an answer gives as its reason, so that pages can say it in the person's language. Sentences that hold a number or a name are known by how they begin.
/// </summary>
internal static class ReasonCodes
{
    /// <summary>The code of a sentence that has none of its own.</summary>
    public const string Other = "other";

    private static readonly (string Begins, string Code)[] s_codes =
    [
        ("No face was found, and the picture is dark", "noFaceDark"), ("No face was found, and the picture is white", "noFaceBright"), ("No face was found", "noFace"),
        ("There was no picture to look at", "noFace"), ("No usable f", "noFace"), ("Several faces of like size", "severalFaces"),
        ("The face is less than ", "tooSmall"), ("The face is cut off", "cutOff"), ("The face is too dark", "tooDark"), ("The face is too bright", "tooBright"),
        ("The face has too little contrast", "tooLittleContrast"), ("The face is blurred", "blurred"), ("The face is turned aside", "turnedAside"), ("The face looks up or down", "raisedOrLowered"),
        (QualityPolicy.NotUprightReason, "notUpright"),
        ("The frames are all the same", "stillPicture"), ("The face is neither like enough", "notSure"), ("Two enrolled people are too alike", "lookAlikes"), ("Nobody is enrolled.", "nobodyEnrolled"),
        ("Among ", "tooManyPeople"), ("The person was removed meanwhile", "removedMeanwhile"), ("The session was broken off", "brokenOff"), ("More than one person was before", "notOnePerson"),
        ("The person who was seen live is not known", "notTheLivePerson"), ("The enrolment was not finished", "notFinished"), ("This face is enrolled under", "alreadyEnrolled"),

        ("The face looks like a printed photo", "looksLikePicture"), ("The picture has no colour", "noColour"), ("Most of the face is outside", "outsidePicture"),
        ("The face is too small to tell skin", "tooSmall"), ("It cannot be told whether this is skin", "unsureSkin"), ("Too few frames were seen", "tooFewPictures"),
        ("Nothing in the face moves by itself", "stillPicture"), ("No face was followed yet", "tooFewPictures"), ("The face was lost", "faceLost"),
        ("The face moved like a flat picture", "movesFlat"), ("The face moved together with what is around it", "movesFlat"), ("What is around the face moves along", "movesWithAround"),
        ("The picture is too unsteady", "unsteady"), ("The head hardly turned", "hardlyMoved"), ("The head turned too little", "hardlyMoved"), ("The face is too small to follow", "tooSmall"),
        ("The head turns that were asked for", "turnsNotMade"), ("The head was turned another way", "turnedOtherwise"), ("The head was turned before", "turnedEarly"), ("The head jumped", "headJumped"),
        ("The head did not come back", "notReturned"), ("Light and eyes stayed at the turns", "bentPhoto"), ("The head was not turned ", "turnedLate"),
        ("The colours were not shown in their order", "lightDisordered"), ("The light on the face did not follow", "lightNotFollowed"), ("Hardly any light of the screen", "lightHardlySeen"),
        ("The light on the face followed the screen only in part", "lightPartly"), ("Too few frames show the face in light", "lightHardlySeen"), ("Too little of the face is to be seen in light", "lightHardlySeen"),
        ("The light lies over the picture", "lightFlat"), ("The light lies on the face as on a flat picture", "lightFlat"), ("The light does not show the shape", "lightShape"),
        ("No face was seen while the light", "lightNoFace"), ("Too little is to be seen beside the face", "lightMoveBack"), ("The face was turned away while the light", "lightTurnedAway"),
        ("The face moved too much while the light", "lightMoved"),
    ];

    /// <summary>Every sentence's beginning with its code.</summary>
    public static IReadOnlyList<(string Begins, string Code)> All => s_codes;

    /// <summary>The code of a sentence.</summary>
    public static string Of(string reason) => s_codes.FirstOrDefault(known => reason.StartsWith(known.Begins, StringComparison.Ordinal)).Code ?? Other;

    /// <summary>The codes of sentences, in their order.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> reasons) => [.. reasons.Select(Of)];
}
