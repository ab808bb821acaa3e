namespace Semblance.Server.OpenApi;

/// <summary>Examples of requests and answers for the document, as JSON, by path.</summary>
internal static class Examples
{
    private const string Person =
        """
        {"id": "5c1f7c0e-7c55-4c55-8d7e-1f2e3d4c5b6a", "name": "anna", "created": "2026-05-01T08:00:00Z", "changed": "2026-05-01T08:00:00Z",
         "consent": {"text": "I agree that my face is used to open the lab's door.", "keepPhotos": false, "given": "2026-05-01T08:00:00Z", "recordedBy": "front desk"},
         "faces": [{"id": "0b5c2a3e-1111-4a4a-9b9b-222233334444", "pack": "builtin-165f20d125ff", "pose": null, "added": "2026-05-01T08:00:00Z", "hasPhoto": false, "usable": true,
                    "quality": {"side": 135.7, "sharpness": 0.376, "brightness": 133.9, "contrast": 46, "yaw": -4.2, "pitch": 1, "rank": 0.678}}]}
        """;

    private const string Match =
        """
        {"outcome": "Match", "reasons": [], "person": {"id": "5c1f7c0e-7c55-4c55-8d7e-1f2e3d4c5b6a", "name": "anna"}, "pack": "builtin-165f20d125ff", "fmr": 0.0001,
         "liveness": {"policy": "off", "verdict": "notChecked"}}
        """;

    private const string Compared =
        """{"outcome": "NoMatch", "reasons": [], "person": null, "pack": "builtin-165f20d125ff", "fmr": 0.0001, "liveness": {"policy": "off", "verdict": "notChecked"}}""";

    /// <summary>Answers by path and whether the method is POST.</summary>
    public static IReadOnlyDictionary<(string Path, bool IsPost), string> Answers { get; } = new Dictionary<(string, bool), string>
    {
        [("v1/people", true)] = Person,
        [("v1/people/{id}", false)] = Person,
        [("v1/people/{id}/faces", true)] = Person,
        [("v1/compare", true)] = Compared,
        [("v1/verify", true)] = Match,
        [("v1/identify", true)] = Match,
        [("v1/me", false)] = """{"name": "front desk", "role": "enroll", "page": "kiosk"}""",
        [("v1/login", true)] = """{"name": "front desk", "role": "enroll", "page": "kiosk"}""",
        [("v1/people/{id}/removal", false)] = """{"removed": true, "remains": []}""",
        [("v1/settings", false)] = """{"fmr": 0.0001, "fpir": 0.01, "signInAccess": "kiosk", "liveness": "challenge", "started": {"maySpareLight": true, "rotate": "auto", "languages": ["en"], "programs": []}, "damaged": []}""",
        [("v1/audit/verification", false)] = """{"entries": 1204, "intact": true, "problem": null, "cut": 0}""",
    };

    /// <summary>Requests in JSON by path.</summary>
    public static IReadOnlyDictionary<string, string> Requests { get; } = new Dictionary<string, string>
    {
        ["v1/people"] = """{"name": "anna", "consent": {"text": "I agree that my face is used to open the lab's door.", "keepPhotos": false}, "photos": ["/9j/4AAQ..."]}""",
        ["v1/login"] = """{"key": "smb_..."}""",
        ["v1/keys"] = """{"name": "door 2", "role": "verify", "fmr": 0.00001, "expires": "2027-01-01T00:00:00Z"}""",
        ["v1/links"] = """{"action": "enroll", "name": "anna", "minutes": 15}""",
        ["v1/links/open"] = """{"link": "sml_..."}""",
        ["v1/settings"] = """{"fmr": 0.0001}""",
        ["v1/sessions"] = """{"purpose": "verify", "person": "anna", "nonce": "n-0S6_WzA2Mj"}""",
    };
}
