using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Cli.Output;
using Semblance.Reports;

namespace Semblance.Cli.CameraTest;

/// <summary>What report.sig holds: the hash of each file, and a signature over them.</summary>
/// <param name="Schema">1.</param>
/// <param name="Algorithm">How it was signed.</param>
/// <param name="Files">The SHA-256 of each file, by its name.</param>
/// <param name="PublicKey">X.509 SubjectPublicKeyInfo, base64.</param>
/// <param name="Signature">IEEE P1363, base64.</param>
internal sealed record ReportSignature(int Schema, string Algorithm, IReadOnlyDictionary<string, string> Files, string PublicKey, string Signature)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.sig";

    private const int CurrentSchema = 1;

    private const string Ecdsa = "ECDSA P-256 SHA-256";

    private static readonly string[] s_signed = [PadReport.HtmlFile, PadReport.JsonFile];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>Signs the files of a folder.</summary>
    /// <returns>The key's fingerprint.</returns>
    /// <exception cref="CameraProfileException">The key is damaged, or others may read it.</exception>
    public static string Sign(string folder)
    {
        using var key = InstallationKey.OpenOrCreate();
        var files = s_signed.ToDictionary(name => name, name => Hash(Path.Combine(folder, name)));
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        var signature = new ReportSignature(CurrentSchema, Ecdsa, files, Convert.ToBase64String(spki), Convert.ToBase64String(key.SignData(Message(files), HashAlgorithmName.SHA256)));
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(signature, s_json) + "\n");
        return InstallationKey.Fingerprint(spki);
    }

    /// <summary>Whether the files of a folder are those that were signed.</summary>
    /// <returns>The fingerprint of the key that signed, or null and why they do not belong together.</returns>
    /// <exception cref="UsageException">There is no report, or no signature.</exception>
    public static (string? Signer, string? Problem) Verify(string folder)
    {
        foreach (string name in s_signed.Append(FileName))
        {
            if (!File.Exists(Path.Combine(folder, name)))
                throw new UsageException($"{folder}: there is no {name}. Name the folder that semblance pad-test --report wrote.");
        }
        try
        {
            var signature = JsonSerializer.Deserialize<ReportSignature>(File.ReadAllText(Path.Combine(folder, FileName)), s_json) ?? throw new JsonException("it is empty");
            if (signature.Schema != CurrentSchema || signature.Algorithm != Ecdsa || !signature.Files.Keys.Order(StringComparer.Ordinal).SequenceEqual(s_signed))
                return (null, $"{FileName} is of a form that this program does not know.");
            byte[] spki = Convert.FromBase64String(signature.PublicKey);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out _);
            if (key.KeySize != InstallationKey.Bits)
                return (null, $"{FileName} was made with another kind of key.");
            if (!key.VerifyData(Message(signature.Files), Convert.FromBase64String(signature.Signature), HashAlgorithmName.SHA256))
                return (null, $"{FileName} was changed: its signature does not fit.");
            return s_signed.FirstOrDefault(name => Hash(Path.Combine(folder, name)) != signature.Files[name]) is { } changed
                ? (null, $"{changed} was changed after it was signed.")
                : (InstallationKey.Fingerprint(spki), null);
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException)
        {
            return (null, $"{FileName} is damaged: {e.Message}");
        }
    }

    // One line a file, so that nothing can be moved from one to another.
    private static byte[] Message(IReadOnlyDictionary<string, string> files) =>
        Encoding.UTF8.GetBytes("semblance pad-test report 1\n" + string.Concat(s_signed.Select(name => $"{name} {files[name]}\n")));

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
