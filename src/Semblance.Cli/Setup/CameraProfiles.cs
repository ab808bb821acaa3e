using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Cli.Output;
using Semblance.Imaging;
using Semblance.Storage;

namespace Semblance.Cli.Setup;

/// <summary>The profiles of cameras in the user's data folder: <c>cameras/NAME.json</c>. A damaged one is an error, never as if there were none.</summary>
internal static class CameraProfiles
{
    // Escaped, so that every file system takes it.
    private const int LongestFileName = 200;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private static string Folder => Path.Combine(SemblanceHome.Path, "cameras");

    /// <summary>The profile that a command line chooses: that of --camera, or the one named as --from; null where neither is there.</summary>
    /// <exception cref="UsageException">--camera names one that is not there.</exception>
    /// <exception cref="CameraProfileException">It is damaged.</exception>
    public static CameraProfile? Chosen(ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Camera) is { } named)
            return (IsName(named) ? Find(named) : null) ?? throw new UsageException($"--camera {named}: there is no such profile. semblance pad-test --list shows them, semblance pad-test --write makes one.");
        string? source = arguments.GetValue(CommonOptions.From) is { } from ? StreamSource.WithoutCredentials(from) : null;
        return source is not null && IsName(source) ? Find(source) : null;
    }

    /// <summary>Whether a camera may be called so.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(char.IsControl) && Uri.EscapeDataString(name).Length <= LongestFileName && StreamSource.WithoutCredentials(name) == name;

    /// <summary>The profile of a camera; null where there is none.</summary>
    /// <exception cref="CameraProfileException">It is damaged.</exception>
    public static CameraProfile? Find(string camera)
    {
        string file = FileOf(camera);
        return File.Exists(file) ? Read(file) : null;
    }

    /// <summary>All of them, by name.</summary>
    /// <exception cref="CameraProfileException">One is damaged.</exception>
    public static IReadOnlyList<CameraProfile> All() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read)]
        : [];

    /// <summary>Stores a profile in one step; one of the same camera is replaced.</summary>
    /// <returns>Its file.</returns>
    public static string Write(CameraProfile profile)
    {
        string file = FileOf(profile.Camera), next = $"{file}.{Environment.ProcessId}.new";
        OwnerFiles.CreateFolder(Folder);
        File.Delete(next);
        OwnerFiles.WriteNew(next, JsonSerializer.SerializeToUtf8Bytes(profile, s_json));
        File.Move(next, file, overwrite: true);
        OwnerFiles.SyncFolder(Folder);
        return file;
    }

    private static string FileOf(string camera) => Path.Combine(Folder, Uri.EscapeDataString(camera) + ".json");

    private static CameraProfile Read(string file)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<CameraProfile>(File.ReadAllBytes(file), s_json) ?? throw new JsonException("it is empty");
            return profile.Fault(Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file))) is not { } fault ? profile : throw new JsonException(fault);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CameraProfileException($"The camera profile {file} cannot be used: {e.Message.TrimEnd('.')}. Nothing is judged without it: test the camera again (semblance pad-test --write), or delete the file.", e);
        }
    }
}
