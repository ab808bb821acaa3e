using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Semblance.Server.Hosting;

/// <summary>The certificate of the service: one that was given, or one that it makes for itself and keeps in its folder (0600).</summary>
internal static class ServiceCertificate
{
    private const string FileName = "https.pfx";
    private const int Days = 365;
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(30);

    /// <summary>The certificate that the settings ask for; null where they ask for none.</summary>
    /// <exception cref="SettingsException">The one that was given cannot be used.</exception>
    public static X509Certificate2? Load(ServerOptions options) =>
        options.Https.Certificate is { } file ? Given(file, options.Https.CertificatePasswordFile) : options.Https.Enabled ? Own(options.Home) : null;

    private static X509Certificate2 Given(string file, string? passwordFile)
    {
        try
        {
            string? password = passwordFile is null ? null : File.ReadLines(passwordFile).FirstOrDefault() ?? "";
            bool isPem = X509Certificate2.GetCertContentType(file) == X509ContentType.Cert;
            using var pem = !isPem ? null : password is null ? X509Certificate2.CreateFromPemFile(file) : X509Certificate2.CreateFromEncryptedPemFile(file, password);
            // Through PKCS #12, because TLS on Windows uses no key that lies in memory only.
            var certificate = X509CertificateLoader.LoadPkcs12(pem?.Export(X509ContentType.Pkcs12) ?? File.ReadAllBytes(file), pem is null ? password : null);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it holds no private key");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw ServerSettings.Wrong("Https:Certificate", $"{file} cannot be used: {e.Message}");
        }
    }

    private static X509Certificate2 Own(string home)
    {
        string path = Path.Combine(home, FileName);
        if (File.Exists(path))
        {
            try
            {
                var kept = X509CertificateLoader.LoadPkcs12FromFile(path, null);
                if (kept.NotAfter - DateTime.Now > s_renewBefore && Names().All(name => kept.MatchesHostname(name)))
                    return kept;
                kept.Dispose();
            }
            catch (CryptographicException e)
            {
                throw ServerSettings.Wrong("Https:Enabled", $"{path} is damaged ({e.Message}): delete it, and another is made.");
            }
        }
        byte[] made = Make();
        Directory.CreateDirectory(home);
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        var access = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, access))
            file.Write(made);
        File.Move(draft, path, overwrite: true);
        return X509CertificateLoader.LoadPkcs12(made, null);
    }

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Semblance", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (string name in Names())
        {
            if (IPAddress.TryParse(name, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(name);
        }
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(Days));
        return certificate.Export(X509ContentType.Pkcs12);
    }

    private static IEnumerable<string> Names() =>
        new[] { "localhost", Environment.MachineName, $"{Environment.MachineName}.local", "127.0.0.1", "::1" }
            .Concat(ListenAddress.AddressesOfThisMachine().Select(address => address.ToString())).Distinct(StringComparer.OrdinalIgnoreCase);
}
