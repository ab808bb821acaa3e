using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Semblance.Cli.Output;
using Semblance.Login;

namespace Semblance.Cli.Login;

/// <summary>What a user must do beside being there, so that a face near the machine is not a yes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoginConsent>))]
internal enum LoginConsent
{
    /// <summary>Nothing: for greeters and screen lockers, where somebody has chosen a user at the machine.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Press a key when asked.</summary>
    [JsonStringEnumMemberName("key")]
    Key,

    /// <summary>Turn the head as asked: seen by the camera, so no program can do it.</summary>
    [JsonStringEnumMemberName("head")]
    Head,
}

/// <summary>How logins are decided: /etc/semblance/login.json, which only root may write; without it the defaults hold.</summary>
internal sealed partial record LoginSettings
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    // Three times as long, the wait for the camera and the loading of networks must end before the module gives up.
    private const double MostWithTurns = 15;

    /// <summary>The camera: camera:N is /dev/videoN. Nothing else, as whoever feeds a file or stream chooses the answer.</summary>
    public string Camera { get; init; } = "camera:0";

    /// <summary>The folder of a pack; null: the built-in one.</summary>
    public string? Pack { get; init; }

    /// <summary>passive, or challenge (head turns every time).</summary>
    public string Liveness { get; init; } = LivenessPolicy.Passive.Name;

    /// <summary>The false match rate; null: the pack's default.</summary>
    public double? Fmr { get; init; }

    /// <summary>How long the camera is looked at, 2 to 30 seconds; three times as long where head turns are asked for, and then 15 at most.</summary>
    public double Seconds { get; init; } = 8;

    /// <summary>How long the networks stay loaded after a login, up to a day.</summary>
    public double WarmSeconds { get; init; } = 300;

    /// <summary>What PAM services want beside the face, by their names; those that are not named keep the defaults: none for greeters and screen lockers that are known, otherwise key.</summary>
    public IReadOnlyDictionary<string, LoginConsent> Consent { get; init; } = new Dictionary<string, LoginConsent>();

    /// <summary>What a service wants beside the face.</summary>
    public LoginConsent ConsentFor(string service) => Consent.TryGetValue(service, out var own)
        ? own
        : LoginServices.IsGreeter(service) || LoginServices.IsLocker(service) || service == LoginServices.Test ? LoginConsent.None : LoginConsent.Key;

    /// <summary>What is checked of liveness for a service.</summary>
    public LivenessPolicy PolicyFor(string service) => ConsentFor(service) == LoginConsent.Head ? LivenessPolicy.Challenge : LivenessPolicy.Find(Liveness)!;

    /// <summary>Reads the file; the defaults where there is none.</summary>
    /// <exception cref="LoginSettingsException">It is damaged, says what cannot be, or others than root may write it.</exception>
    public static LoginSettings Read(string file)
    {
        if (!File.Exists(file))
            return new LoginSettings();
        try
        {
            if (!RootFiles.IsRootsAlone(file))
                throw new JsonException("it must belong to root, and nobody else may write it (chown root, chmod 644)");
            var settings = JsonSerializer.Deserialize<LoginSettings>(File.ReadAllBytes(file), s_json) ?? throw new JsonException("it is empty");
            return settings.Fault() is { } fault ? throw new JsonException(fault) : settings;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new LoginSettingsException($"{file} cannot be used: {e.Message.TrimEnd('.')}. Nobody logs in by face until it is repaired or deleted.", e);
        }
    }

    private string? Fault()
    {
        if (!CameraName().IsMatch(Camera))
            return "camera is camera:0 to camera:63";
        if (Liveness != LivenessPolicy.Passive.Name && Liveness != LivenessPolicy.Challenge.Name)
            return "liveness is passive or challenge";
        if (Fmr is { } rate && rate is not (> 0 and < 1))
            return "fmr is over 0 and below 1";
        if (Seconds is not (>= 2 and <= 30) || WarmSeconds is not (>= 0 and <= 86_400))
            return "seconds is 2 to 30 and warmSeconds 0 to 86400";
        if (Seconds > MostWithTurns && (Liveness == LivenessPolicy.Challenge.Name || Consent.Values.Contains(LoginConsent.Head)))
            return $"seconds is at most {MostWithTurns} where head turns are asked for, which take three times as long";
        if (Pack is { } pack && !Path.IsPathRooted(pack))
            return "pack is the full path of a folder";
        return Consent.Keys.All(LoginFrame.IsName) ? null : "consent names PAM services";
    }

    [GeneratedRegex(@"\Acamera:[0-9]\z|\Acamera:[1-5][0-9]\z|\Acamera:6[0-3]\z")]
    private static partial Regex CameraName();
}
