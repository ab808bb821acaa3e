using Npgsql;

namespace Semblance.Storage.Postgres;

/// <summary>
/// Where a PostgreSQL store lies: <c>postgres://user@host:port/database</c>, or with a folder of a Unix socket <c>postgres://user@/database?host=/var/run/postgresql</c>. Further parts:
/// <c>sslmode</c> (disable, prefer, require, verify-ca, verify-full) and <c>sslrootcert</c>. Without sslmode the server of another machine must show a certificate that holds for its name.
/// </summary>
public sealed class PostgresAddress
{
    /// <summary>The environment variable with the password.</summary>
    public const string PasswordVariable = "SEMBLANCE_DATABASE_PASSWORD";

    /// <summary>The environment variable that names a file with the password, which only its owner may read.</summary>
    public const string PasswordFileVariable = "SEMBLANCE_DATABASE_PASSWORD_FILE";

    private static readonly string[] s_schemes = ["postgres://", "postgresql://"];

    private readonly NpgsqlConnectionStringBuilder _parts;

    private PostgresAddress(NpgsqlConnectionStringBuilder parts) => _parts = parts;

    /// <summary>Whether the address itself holds the password, so that whoever lists processes or reads the settings sees it.</summary>
    public bool HasPassword { get; private init; }

    /// <summary>Whether a text names a PostgreSQL store, rather than a folder.</summary>
    public static bool IsOne(string text) => Array.Exists(s_schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is not one; the message says why and never repeats a password.</exception>
    public static PostgresAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsOne(text))
            throw new FormatException("A PostgreSQL store is named postgres://user@host/database.");
        var (authority, path, query) = Split(text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..]);
        int at = authority.LastIndexOf('@');
        string[] login = at < 0 ? [] : [.. authority[..at].Split(':', 2).Select(Uri.UnescapeDataString)];
        var (host, port) = HostAndPort(authority[(at + 1)..]);
        var parts = new NpgsqlConnectionStringBuilder { Database = Uri.UnescapeDataString(path) };
        if (parts.Database.Length == 0 || parts.Database.Contains('/', StringComparison.Ordinal))
            throw new FormatException("The address of a PostgreSQL store ends with the name of a database: postgres://user@host/database.");
        if (login is [{ Length: > 0 } user, ..])
            parts.Username = user;
        if (login is [_, { Length: > 0 } password])
            parts.Password = password;
        (parts.Host, parts.Port) = (host, port);
        bool isEncryptionChosen = false;
        foreach (string[] pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)))
        {
            string value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
            switch (pair[0])
            {
                case "host":
                    parts.Host = value;
                    break;
                case "port" when int.TryParse(value, out int number) && number is > 0 and < 65536:
                    parts.Port = number;
                    break;
                case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                    (parts.SslMode, isEncryptionChosen) = (mode, true);
                    break;
                case "sslrootcert":
                    parts.RootCertificate = value;
                    break;
                default:
                    throw new FormatException($"The address of a PostgreSQL store has no part {pair[0]} of this kind: host, port, sslmode and sslrootcert are known.");
            }
        }
        if (!isEncryptionChosen)
            parts.SslMode = IsHere(parts.Host!) ? SslMode.Prefer : SslMode.VerifyFull;
        return new PostgresAddress(parts) { HasPassword = parts.Password is not null };
    }

    /// <summary>The address without password.</summary>
    public override string ToString() => $"postgres://{(_parts.Username is null ? "" : $"{_parts.Username}@")}{_parts.Host}:{_parts.Port}/{_parts.Database}";

    /// <summary>The parts of a connection, with the password from wherever it is: the address, <see cref="PasswordVariable"/>, <see cref="PasswordFileVariable"/>, else where Npgsql looks (PGPASSWORD, ~/.pgpass).</summary>
    /// <exception cref="StoreException">The file of the password is missing, or others can read it.</exception>
    internal NpgsqlConnectionStringBuilder Parts()
    {
        var parts = new NpgsqlConnectionStringBuilder(_parts.ConnectionString);
        if (parts.Password is null && Password() is { } password)
            parts.Password = password;
        return parts;
    }

    private static string? Password()
    {
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password)
            return password;
        if (Environment.GetEnvironmentVariable(PasswordFileVariable) is not { Length: > 0 } file)
            return null;
        try
        {
            if (OwnerFiles.IsOpenToOthers(file))
                throw new StoreException($"{file} holds the password of the database and others than its owner may read it: chmod 600 it.");
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{file}, which holds the password of the database, cannot be read: {e.Message}", e);
        }
    }

    private static (string Authority, string Path, string Query) Split(string rest)
    {
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        var (before, query) = mark < 0 ? (rest, "") : (rest[..mark], rest[(mark + 1)..]);
        int slash = before.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (before, "", query) : (before[..slash], before[(slash + 1)..], query);
    }

    private static (string Host, int Port) HostAndPort(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']'))
            return (text.Length == 0 ? "localhost" : text.Trim('[', ']'), NpgsqlConnection.DefaultPort);
        if (!int.TryParse(text[(colon + 1)..], out int port) || port is < 1 or > 65535)
            throw new FormatException("The port in the address of a PostgreSQL store is a number from 1 to 65535.");
        return (colon == 0 ? "localhost" : text[..colon].Trim('[', ']'), port);
    }

    private static bool IsHere(string host) => host.StartsWith('/') || host is "localhost" or "127.0.0.1" or "::1";
}
