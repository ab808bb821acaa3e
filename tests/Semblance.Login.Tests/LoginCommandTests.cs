using System.Diagnostics;
using System.Text.Json;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary><c>semblance login</c> as a program, on a file system of its own: PAM's files are as before when the face login is switched off.</summary>
public sealed class LoginCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LoginCommandTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && Directory.Exists("/etc/pam.d") && File.Exists("/usr/sbin/pam-auth-update"), "PAM's files of Debian are changed as root, in a copy.");
        Copy("/etc/pam.d", "etc/pam.d");
        Copy("/usr/share/pam-configs", "usr/share/pam-configs");
        Copy("/var/lib/pam", "var/lib/pam");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "usr/lib/x86_64-linux-gnu/security"));
        File.WriteAllText(_folder.File("usr/lib/x86_64-linux-gnu/security/pam_semblance.so"), "");
        File.Copy(Path.Combine(TestData.Repository, "deploy", "pam-profile"), _folder.File("usr/share/pam-configs/semblance"));
        File.WriteAllText(_folder.File("etc/pam.d/sudo"), "@include common-auth\n@include common-account\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EnableAndDisable_Services_RestorePamByteForByte()
    {
        var before = Files();

        var enabled = Run("login", "enable", "sudo", "su", "--yes", "--json");
        var again = Run("login", "enable", "sudo", "--yes", "--json");
        var status = Run("login", "status", "--socket", "/nowhere", "--json");
        var disabled = Run("login", "disable", "sudo", "su", "--yes", "--json");

        Assert.Equal((0, 2), (enabled.Code, enabled.Json.GetProperty("changed").GetArrayLength()));
        Assert.Contains("+ auth\tsufficient\tpam_semblance.so", enabled.Error);
        Assert.Equal(before["sudo"], File.ReadAllText(enabled.Json.GetProperty("changed")[0].GetProperty("copy").GetString()!));
        Assert.Equal((0, 0), (again.Code, again.Json.GetProperty("changed").GetArrayLength()));
        Assert.Equal(["su", "sudo"], status.Json.GetProperty("services").EnumerateArray().Select(service => service.GetString()));
        Assert.False(status.Json.GetProperty("daemon").GetBoolean());
        Assert.Equal(0, disabled.Code);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void EnableAndDisable_All_GoesByTheProfileAndRestoresPamByteForByte()
    {
        var before = Files();

        var enabled = Run("login", "enable", "all", "--yes", "--json");
        string common = File.ReadAllText(_folder.File("etc/pam.d/common-auth"));
        var disabled = Run("login", "disable", "all", "--yes", "--json");

        Assert.True(enabled.Code == 0, enabled.Error);
        Assert.True(common.IndexOf("pam_semblance.so", StringComparison.Ordinal) < common.IndexOf("pam_unix.so", StringComparison.Ordinal));
        Assert.True(disabled.Code == 0, disabled.Error);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("sshd")]
    [InlineData("common-auth")]
    [InlineData("nothing")]
    [InlineData("../shadow")]
    [InlineData("all")]
    public void Enable_WhatMustNotHaveIt_IsRefusedAndChangesNothing(string service)
    {
        File.WriteAllText(_folder.File("etc/pam.d/sshd"), "@include common-auth\n");
        var before = Files();

        var refused = Run("login", "enable", "sudo", service, "--yes", "--json");

        Assert.Equal((2, "usage"), (refused.Code, refused.Json.GetProperty("error").GetProperty("kind").GetString()));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Enable_AllAndOneByOne_IsOneOfTheTwo()
    {
        Assert.Equal(0, Run("login", "enable", "sudo", "--yes").Code);
        Assert.Contains("sudo: on already one by one", Run("login", "enable", "all", "--yes").Error);
        Assert.Equal(0, Run("login", "disable", "sudo", "--yes").Code);
        Assert.Equal(0, Run("login", "enable", "all", "--yes").Code);
        Assert.Contains("all services have it", Run("login", "enable", "sudo", "--yes").Error);
    }

    [Fact]
    public void EnableAndDisable_FileThatIsNotUtf8_KeepsEveryByte()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, .. "# f"u8, 0xFC, 0xE9, .. "\n@include common-auth\n"u8];
        string file = _folder.File("etc/pam.d/sudo");
        File.WriteAllBytes(file, before);

        var enabled = Run("login", "enable", "sudo", "--yes", "--json");
        byte[] between = File.ReadAllBytes(file);
        var disabled = Run("login", "disable", "sudo", "--yes", "--json");

        Assert.Equal((0, 0), (enabled.Code, disabled.Code));
        Assert.Equal(before[..9], between[..9]);
        Assert.NotEqual(before, between);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal(before, File.ReadAllBytes(enabled.Json.GetProperty("changed")[0].GetProperty("copy").GetString()!));
    }

    [Fact]
    public void Enable_NobodyToAsk_ShowsTheChangeAndMakesNone()
    {
        var before = Files();

        var shown = Run("login", "enable", "sudo", "--json");

        Assert.Equal(2, shown.Code);
        Assert.Contains("+ auth\tsufficient\tpam_semblance.so", shown.Error);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Enable_ModuleNotInstalledOrFileOfOthers_IsRefused()
    {
        File.SetUnixFileMode(_folder.File("etc/pam.d/su"), (UnixFileMode)0b110_110_100);
        Assert.Contains("others than root", Run("login", "enable", "su", "--yes").Error);
        File.Delete(_folder.File("usr/lib/x86_64-linux-gnu/security/pam_semblance.so"));
        Assert.Contains("is not installed", Run("login", "enable", "sudo", "--yes").Error);
    }

    [Fact]
    public void Status_CameraWithAName_SaysWhetherItIsInfrared()
    {
        Directory.CreateDirectory(_folder.File("sys/class/video4linux/video0"));
        File.WriteAllText(_folder.File("sys/class/video4linux/video0/name"), "Integrated IR Camera\n");

        var camera = Run("login", "status", "--json").Json.GetProperty("camera");

        Assert.Equal(("camera:0", false, "Integrated IR Camera", true), (camera.GetProperty("name").GetString(), camera.GetProperty("present").GetBoolean(), camera.GetProperty("label").GetString(), camera.GetProperty("infrared").GetBoolean()));
    }

    [Fact]
    public void Test_NoDaemon_IsTheEnvironmentsFault()
    {
        var test = Run("login", "test", "--socket", "/nowhere", "--json");

        Assert.Equal((3, "environment"), (test.Code, test.Json.GetProperty("error").GetProperty("kind").GetString()));
    }

    private SortedDictionary<string, string> Files() => new(Directory.EnumerateFiles(_folder.File("etc/pam.d")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText));

    private (int Code, JsonElement Json, string Error) Run(params string[] arguments)
    {
        bool hasRoot = arguments[1] is "enable" or "disable" or "status";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Semblance.Cli"), [.. arguments, .. hasRoot ? (string[])["--root", _folder.Path] : []]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.StartsWith('{') ? JsonDocument.Parse(output).RootElement : default, error.Result);
    }

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(_folder.File(to));
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(_folder.File(to), Path.GetFileName(file)));
    }
}
