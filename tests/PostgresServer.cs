using System.Diagnostics;

namespace Semblance.Testing;

/// <summary>
/// A PostgreSQL of the tests' own: a server process on a Unix socket in a temporary folder, started once a run and ended with it, however that ends. Where PostgreSQL is not installed, tests are
/// skipped and say why.
/// </summary>
internal sealed class PostgresServer
{
    private const string Account = "postgres";

    private static readonly Lazy<(PostgresServer? Server, string Problem)> s_server = new(Start);

    private readonly string _programs, _folder;
    private Process _process;

    private PostgresServer(string programs, string folder)
    {
        (_programs, _folder) = (programs, folder);
        _process = Launch();
    }

    /// <summary>The server; the test is skipped where there is none.</summary>
    public static PostgresServer Require()
    {
        var (server, problem) = s_server.Value;
        Assert.SkipUnless(server is not null, problem);
        return server!;
    }

    /// <summary>Makes an empty database and says its address.</summary>
    public string CreateDatabase()
    {
        string name = $"test_{Guid.NewGuid():N}";
        Execute($"CREATE DATABASE {name} OWNER semblance");
        return Address(name, "semblance");
    }

    public static string NameOf(string address) => address.Split('/', '?')[3];

    public void DropDatabase(string address) => Execute($"DROP DATABASE IF EXISTS {NameOf(address)} WITH (FORCE)");

    /// <summary>Runs a statement as administrator of the server and gives what psql prints.</summary>
    public string Execute(string sql, string? database = null) =>
        Run(_programs, "psql", null, "-h", _folder, "-U", Account, "-d", database ?? "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-c", sql);

    /// <summary>What pg_dump writes for a login.</summary>
    public string Dump(string address, string user, params string[] options) => Run(_programs, "pg_dump", null, ["-h", _folder, "-U", user, "-d", NameOf(address), .. options]);

    /// <summary>Ends the server in the midst of everything, so that it has to recover.</summary>
    public void Kill()
    {
        Run(_programs, "pg_ctl", Account, "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        _process.WaitForExit();
    }

    /// <summary>Starts it again.</summary>
    public void Restart()
    {
        _process = Launch();
        Await();
    }

    private string Address(string database, string user) => $"postgres://{user}@/{database}?host={Uri.EscapeDataString(_folder)}";

    private static (PostgresServer?, string) Start()
    {
        if (!OperatingSystem.IsLinux())
            return (null, "PostgreSQL is started by tests on Linux only.");
        string? programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order().LastOrDefault()
            : null;
        if (programs is null)
            return (null, "PostgreSQL is not installed: apt-get install postgresql.");
        // Short: the address of a Unix socket has 107 bytes at most.
        string folder = Directory.CreateDirectory(Path.Combine("/tmp", $"smb-pg-{Guid.NewGuid():N}"[..18])).FullName;
        try
        {
            if (Environment.IsPrivilegedProcess)
                Run("/usr/bin", "chown", null, Account, folder);
            Run(programs, "initdb", Account, "-D", Path.Combine(folder, "data"), "-U", Account, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
            var server = new PostgresServer(programs, folder);
            server.Await();
            server.Execute("CREATE ROLE semblance_keys NOLOGIN");
            server.Execute("CREATE ROLE semblance LOGIN NOINHERIT IN ROLE semblance_keys");
            server.Execute("CREATE ROLE semblance_backup LOGIN IN ROLE pg_read_all_data");
            return (server, "");
        }
        catch (InvalidOperationException e)
        {
            return (null, $"PostgreSQL does not start here: {e.Message}");
        }
    }

    // The shell waits for the end of its input, which comes when this process ends in whatever way, and then ends the server.
    private Process Launch()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] server =
        [
            Path.Combine(_programs, "postgres"), "-D", Path.Combine(_folder, "data"), "-k", _folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200",
            "-c", "unix_socket_permissions=0777", "-c", "logging_collector=off",
        ];
        foreach (string argument in (string[])["-c", """folder=$1; shift; "$@" </dev/null >"$folder/log" 2>&1 & server=$!; (cat >/dev/null; kill -QUIT $server 2>/dev/null) <&0 & wait $server""", "sh", _folder, .. AsAccount(server)])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.StandardInput.Close();
            process.WaitForExit(5000);
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        };
        return process;
    }

    private void Await()
    {
        for (var patience = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (InvalidOperationException) when (patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                // It starts.
            }
        }
    }

    private static string[] AsAccount(string[] command) =>
        Environment.IsPrivilegedProcess ? ["/usr/bin/setpriv", $"--reuid={Account}", $"--regid={Account}", "--clear-groups", .. command] : command;

    private static string Run(string folder, string program, string? account, params string[] arguments)
    {
        string[] command = [Path.Combine(folder, program), .. arguments];
        if (account is not null)
            command = AsAccount(command);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" };
        using var process = Process.Start(start)!;
        var problem = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program}: {problem.Result.Trim()}");
    }
}
