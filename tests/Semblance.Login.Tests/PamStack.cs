using System.Diagnostics;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>What a program said and how it ended.</summary>
internal sealed record Ended(int Code, string Said);

/// <summary>
/// PAM with files of a test's own: programs run in a mount namespace in which /etc/pam.d is a folder of the test, so the machine's own stays as it is.
/// </summary>
internal sealed class PamStack : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();
    private readonly LoginFixture _fixture;

    public PamStack(LoginFixture fixture)
    {
        fixture.Require();
        _fixture = fixture;
        Directory.CreateDirectory(_folder.File("pam.d"));
        Directory.CreateDirectory(_folder.File("sudoers.d"));
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Writes a service: the face suffices, else the next module decides.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="socket">Where the module asks.</param>
    /// <param name="next">The next module: pam_permit.so shows that it was reached, pam_deny.so that the face alone opened.</param>
    /// <param name="arguments">Of the module, beside the socket.</param>
    public void Write(string service, string socket, string next = "pam_deny.so", string arguments = "timeout=60 seat=any") => File.WriteAllText(
        Path.Combine(_folder.File("pam.d"), service),
        $"auth sufficient {_fixture.Module} socket={socket} {arguments}\nauth required {next}\naccount required pam_permit.so\nsession required pam_permit.so\n");

    /// <summary>Allows sudo by a rule of its own.</summary>
    public void AllowSudo(string user) => File.WriteAllText(Path.Combine(_folder.File("sudoers.d"), "test"), $"{user} ALL=(ALL) ALL\n");

    /// <summary>Authenticates by pamtester.</summary>
    public Ended Authenticate(string service, string user = LoginFixture.User, string typed = "", string options = "", string before = "") =>
        Run($"{before} pamtester {options} {service} {user} authenticate", typed);

    /// <summary>Runs a line of shell.</summary>
    public Ended Run(string line, string typed = "", Action? meanwhile = null)
    {
        // With logind, as far as its files say, and nobody logged in.
        string script = $"mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/sessions && mount --bind {_folder.File("pam.d")} /etc/pam.d && {{ [ ! -d /etc/sudoers.d ] || mount --bind {_folder.File("sudoers.d")} /etc/sudoers.d; }} && exec {line}";
        var start = new ProcessStartInfo("unshare", ["-m", "sh", "-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("SSH_CONNECTION");
        using var process = Process.Start(start)!;
        process.StandardInput.Write(typed);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        meanwhile?.Invoke();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{line} did not end.");
        }
        return new Ended(process.ExitCode, output.Result + errors.Result);
    }

    public void Dispose() => _folder.Dispose();
}
