using Semblance.Server.Hosting;
using Semblance.Testing;

namespace Semblance.Server.Tests.Hosting;

public sealed class ServerSettingsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("Limits:Bogus", "1")]
    [InlineData("Bogus", "1")]
    [InlineData("Home", "/tmp")]
    [InlineData("Limits:Workers", "many")]
    [InlineData("Limits:BodyBytes", "-1")]
    [InlineData("Decision:Fmr", "0")]
    [InlineData("Decision:Fmr", "NaN")]
    [InlineData("Decision:Fmr", "0.9")]
    [InlineData("Decision:Fpir", "1")]
    [InlineData("Decision:Fpir", "0.5")]
    [InlineData("Page:Languages", "de;xx")]
    [InlineData("Embedding:Origins", "https://intranet.example/page")]
    [InlineData("PathBase", "face")]
    [InlineData("PathBase", "/face/")]
    [InlineData("SignIn:Access", "everyone")]
    [InlineData("SignIn:Access", "1")]
    [InlineData("SignIn", "public")]
    [InlineData("Https:Enabled", "yes")]
    [InlineData("Urls", "http://0.0.0.0:5180")]
    [InlineData("Urls", "https://localhost:5180")]
    [InlineData("Urls", "ftp://localhost")]
    [InlineData("Urls", "")]
    [InlineData("Webhook:Url", "file:///etc/passwd")]
    [InlineData("ForwardedHeaders:KnownProxies", "proxy.example")]
    public void Setting_ThatCannotBe_IsRefusedByItsFullName(string name, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => Read((name, value)));

        Assert.StartsWith($"Semblance:{name}", refused.Message);
    }

    [Theory]
    [InlineData("Webhook:Url", "https://door.example/", "Webhook:Secret")]
    [InlineData("Oidc:Clients:0:Id", "wiki", "Oidc:Clients:0:RedirectUris")]
    [InlineData("Oidc:Clients:first:Id", "wiki", "Oidc:Clients:first")]
    [InlineData("Https:CertificatePasswordFile", "secret.txt", "Https:CertificatePasswordFile")]
    public void Setting_ThatMissesAnother_IsRefusedByTheNameOfWhatIsWrong(string name, string value, string wrong) =>
        Assert.Equal($"Semblance:{wrong}", Assert.Throws<SettingsException>(() => Read((name, value))).Setting);

    [Fact]
    public void Sources_LaterOnes_Win()
    {
        File.WriteAllText(_home.File("appsettings.json"), """{"Semblance": {"Limits": {"Workers": 3, "Queue": 7}, "Decision": {"Fpir": 0.02}}}""");
        File.WriteAllText(_home.File("named.json"), """{"Semblance": {"Limits": {"Workers": 4}}}""");

        var options = ServerSettings.Read(ServerSettings.Sources(_home.Path, _home.File("named.json"), [new("Decision:Fpir", "0.03")]), _home.Path);

        Assert.Equal((4, 7, 0.03), (options.Limits.Workers, options.Limits.Queue, options.Decision.Fpir));
    }

    [Fact]
    public void Sources_FileThatIsMissingOrBroken_IsRefused()
    {
        File.WriteAllText(_home.File("broken.json"), "{");

        Assert.Throws<SettingsException>(() => ServerSettings.Sources(_home.Path, _home.File("missing.json"), []));
        Assert.Throws<SettingsException>(() => ServerSettings.Sources(_home.Path, _home.File("broken.json"), []));
    }

    [Fact]
    public void Clients_OfTheConfiguration_AreRead()
    {
        var client = Assert.Single(Read(("Oidc:Clients:0:Id", "wiki"), ("Oidc:Clients:0:RedirectUris:0", "https://wiki.example/callback"), ("Oidc:Clients:0:Secret", "s")).Oidc.Clients);

        Assert.Equal(("wiki", "https://wiki.example/callback", "s"), (client.Id, client.RedirectUris[0], client.Secret));
    }

    [Fact]
    public void Https_Alone_ListensForPhones()
    {
        var addresses = ListenAddress.Parse(Read(("Https:Enabled", "true")));

        Assert.Equal(("https://*:5180", true, false), (Assert.Single(addresses).Url, addresses[0].IsHttps, addresses[0].IsLoopback));
        Assert.Contains(Environment.MachineName, ListenAddress.AllowedHosts(Read(("Https:Enabled", "true"))), StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(Environment.MachineName, ListenAddress.AllowedHosts(Read()), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Certificate_Made_IsKeptForItsOwnerAndUsedAgain()
    {
        var options = Read(("Https:Enabled", "true"));

        using var made = ServiceCertificate.Load(options)!;
        using var again = ServiceCertificate.Load(options)!;

        Assert.Equal(made.Thumbprint, again.Thumbprint);
        Assert.True(made.HasPrivateKey && made.MatchesHostname("localhost") && made.MatchesHostname("127.0.0.1") && made.MatchesHostname(Environment.MachineName));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.File("https.pfx")));
    }

    [Fact]
    public void Certificate_ThatIsNone_IsRefused()
    {
        File.WriteAllText(_home.File("no.pfx"), "no certificate");

        Assert.Throws<SettingsException>(() => ServiceCertificate.Load(Read(("Https:Certificate", _home.File("no.pfx")))));
        Assert.Throws<SettingsException>(() => ServiceCertificate.Load(Read(("Https:Certificate", _home.File("missing.pfx")))));
    }

    private ServerOptions Read(params (string Name, string Value)[] settings) =>
        ServerSettings.Read(ServerSettings.Sources(_home.Path, null, settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))), _home.Path);
}
