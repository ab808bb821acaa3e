using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Semblance.Server.Engine;
using Semblance.Server.Pages;
using Semblance.Storage.Opening;

namespace Semblance.Server.Hosting;

/// <summary>A setting is unknown, or its value is none that it may have. The message begins with the setting's full name.</summary>
internal sealed class SettingsException(string setting, string problem) : Exception($"{setting}: {problem}")
{
    /// <summary>The setting's full name, as in <c>Semblance:Decision:Fmr</c>.</summary>
    public string Setting { get; } = setting;
}

/// <summary>Reads the settings and refuses what is unknown or cannot be.</summary>
internal static class ServerSettings
{
    /// <summary>The section that holds them.</summary>
    public const string Section = "Semblance";

    /// <summary>The sources in the order in which later ones win: appsettings.json of the home folder, the file that was named, environment, flags.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="file">A file that was named; null: none.</param>
    /// <param name="flags">Settings of the command line by name without the section, as in <c>Decision:Fmr</c>.</param>
    /// <exception cref="SettingsException">The file is missing or no JSON.</exception>
    public static IConfigurationRoot Sources(string home, string? file, IEnumerable<KeyValuePair<string, string?>> flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        var builder = new ConfigurationBuilder();
        builder.AddJsonFile(Path.GetFullPath(Path.Combine(home, "appsettings.json")), optional: true, reloadOnChange: false);
        if (file is not null)
            builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        builder.AddEnvironmentVariables();
        builder.AddInMemoryCollection(flags.Select(flag => new KeyValuePair<string, string?>($"{Section}:{flag.Key}", flag.Value)));
        try
        {
            return builder.Build();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SettingsException(file ?? "appsettings.json", e.InnerException?.Message ?? e.Message);
        }
    }

    /// <summary>The settings in a configuration.</summary>
    /// <param name="configuration">Where they come from.</param>
    /// <param name="home">The home folder.</param>
    /// <exception cref="SettingsException">A setting is unknown, or its value is none that it may have.</exception>
    public static ServerOptions Read(IConfiguration configuration, string home)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        RefuseUnknown(section, typeof(ServerOptions));
        var options = (section.Get<ServerOptions>() ?? new ServerOptions()) with { Home = home };
        Check(options);
        return options;
    }

    /// <summary>The names of all settings without the section, as in <c>Decision:Fmr</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. NamesOf(typeof(ServerOptions), "")];

    private static IEnumerable<string> NamesOf(Type type, string prefix) => Settable(type).SelectMany(property =>
        ElementOf(property.PropertyType) is { } element ? (IsLeaf(element) ? [$"{prefix}{property.Name}:0"] : NamesOf(element, $"{prefix}{property.Name}:0:"))
        : IsLeaf(property.PropertyType) ? [$"{prefix}{property.Name}"]
        : NamesOf(property.PropertyType, $"{prefix}{property.Name}:"));

    private static void RefuseUnknown(IConfigurationSection section, Type type)
    {
        foreach (var child in section.GetChildren())
        {
            var property = Settable(type).FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new SettingsException(child.Path, $"there is no such setting. {section.Path} has {string.Join(", ", Settable(type).Select(known => known.Name))}.");
            RefuseUnfit(child, property.PropertyType);
        }
    }

    private static void RefuseUnfit(IConfigurationSection section, Type type)
    {
        if (IsLeaf(type))
        {
            if (section.GetChildren().Any())
                throw new SettingsException(section.Path, "it takes one value.");
            Convert(section, Nullable.GetUnderlyingType(type) ?? type);
        }
        else if (ElementOf(type) is { } element)
        {
            foreach (var child in section.GetChildren())
            {
                if (!int.TryParse(child.Key, out int number) || number < 0)
                    throw new SettingsException(child.Path, "the entries of a list are numbered from 0.");
                RefuseUnfit(child, element);
            }
        }
        else if (!string.IsNullOrEmpty(section.Value))
        {
            throw new SettingsException(section.Path, $"it takes no value of its own; it has {string.Join(", ", Settable(type).Select(known => known.Name))}.");
        }
        else
        {
            RefuseUnknown(section, type);
        }
    }

    private static void Convert(IConfigurationSection section, Type type)
    {
        if (section.Value is not { } text || type == typeof(string))
            return;
        bool fits = type.IsEnum ? Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase)
            : type == typeof(bool) ? bool.TryParse(text, out _)
            : type == typeof(int) ? int.TryParse(text, out _)
            : type == typeof(long) ? long.TryParse(text, out _)
            : type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
        if (!fits)
        {
            string expected = type.IsEnum ? string.Join(" or ", Enum.GetNames(type).Select(name => name.ToLowerInvariant())) : type == typeof(bool) ? "true or false" : type == typeof(double) ? "a number with a decimal point, such as 0.5" : "a whole number";
            throw new SettingsException(section.Path, $"\"{text}\" is not {expected}.");
        }
    }

    private static void Check(ServerOptions options)
    {
        Store(options.Gallery.Store);
        Rate("Decision:Fmr", options.Decision.Fmr);
        Rate("Decision:Fpir", options.Decision.Fpir);
        Require("Liveness:Policy", LivenessPolicy.Find(options.Liveness.Policy) is not null, $"\"{options.Liveness.Policy}\" is not {string.Join(" or ", LivenessPolicy.All.Select(policy => policy.Name))}.");
        Require("Camera:Rotate", options.Camera.Rotate is "auto" or "0" or "90" or "180" or "270", $"\"{options.Camera.Rotate}\" is not auto or 0 or 90 or 180 or 270.");
        foreach (string language in options.Page.Offered)
            Require("Page:Languages", PageOptions.Known.Contains(language), $"\"{language}\" is not {string.Join(" or ", PageOptions.Known)}.");
        foreach (string origin in options.Embedding.Allowed)
            Require("Embedding:Origins", EmbeddingOptions.IsOrigin(origin), $"\"{origin}\" is not an origin such as https://intranet.example.");
        Require("PathBase", options.PathBase is "" or ['/', .., not '/'] && !options.PathBase.Any(character => character is '?' or '#' or '%' or '\\' or ' '), $"\"{options.PathBase}\" is not a path such as /face.");
        Within("Limits:BodyBytes", options.Limits.BodyBytes, 1024, 100 << 20);
        Within("Limits:Pixels", options.Limits.Pixels, 10_000, PhotoReader.MaximumPixels);
        Within("Limits:RequestSeconds", options.Limits.RequestSeconds, 1, 3600);
        Within("Limits:RequestsPerMinutePerKey", options.Limits.RequestsPerMinutePerKey, 1, 1_000_000);
        Within("Limits:RequestsPerMinutePerAddress", options.Limits.RequestsPerMinutePerAddress, 1, 1_000_000);
        Within("Limits:RequestsAtOncePerKey", options.Limits.RequestsAtOncePerKey, 1, 10_000);
        Within("Limits:SessionsPerKey", options.Limits.SessionsPerKey, 1, 10_000);
        Within("Limits:SessionsAtOnce", options.Limits.SessionsAtOnce, 1, 10_000);
        Within("Limits:Connections", options.Limits.Connections, 1, 100_000);
        Within("Limits:ConnectionsPerAddress", options.Limits.ConnectionsPerAddress, 1, 100_000);
        Within("Limits:Workers", options.Limits.Workers, 0, 1024);
        Within("Limits:Queue", options.Limits.Queue, 0, 100_000);
        Address("Tokens:Issuer", options.Tokens.Issuer);
        Require("Tokens:Audience", options.Tokens.Audience.Length > 0, "it must not be empty.");
        Address("Webhook:Url", options.Webhook.Url);
        Require("Webhook:Secret", options.Webhook.Url is null || options.Webhook.Secret is { Length: >= 16 }, "a webhook needs a secret of 16 characters or more.");
        Require("Https:CertificatePasswordFile", options.Https.CertificatePasswordFile is null || options.Https.Certificate is not null, "it needs Https:Certificate.");
        for (int i = 0; i < options.Oidc.Clients.Count; i++)
        {
            var client = options.Oidc.Clients[i];
            Require($"Oidc:Clients:{i}:Id", client.Id.Length > 0, "it must not be empty.");
            Require($"Oidc:Clients:{i}:RedirectUris", client.RedirectUris.Count > 0, "name at least one address.");
            for (int k = 0; k < client.RedirectUris.Count; k++)
                Require($"Oidc:Clients:{i}:RedirectUris:{k}", Uri.TryCreate(client.RedirectUris[k], UriKind.Absolute, out _), "it is no absolute address.");
        }
        foreach (string proxy in Split(options.ForwardedHeaders.KnownProxies))
            Require("ForwardedHeaders:KnownProxies", IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _), $"\"{proxy}\" is neither an address nor a network.");
        _ = ListenAddress.Parse(options);
    }

    /// <summary>The parts of a list that is separated by semicolons.</summary>
    internal static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static SettingsException Wrong(string name, string problem) => new($"{Section}:{name}", problem);

    private static void Store(string? store)
    {
        try
        {
            _ = StorePlace.Parse(store, home: ".");
        }
        catch (FormatException e)
        {
            throw Wrong("Gallery:Store", e.Message);
        }
    }

    private static void Rate(string name, double? rate) => Require(name, rate is null or > 0 and <= RecognizerRates.Most, string.Create(CultureInfo.InvariantCulture, $"it must lie over 0, and not over {RecognizerRates.Most}."));

    private static void Within(string name, long value, long least, long most) => Require(name, value >= least && value <= most, $"it must lie between {least} and {most}.");

    private static void Address(string name, string? address) => Require(
        name, address is null || Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", $"\"{address}\" is no http or https address.");

    private static void Require(string name, bool holds, string problem)
    {
        if (!holds)
            throw Wrong(name, problem);
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic == true);

    private static bool IsLeaf(Type type) => type == typeof(string) || (Nullable.GetUnderlyingType(type) ?? type).IsValueType;

    private static Type? ElementOf(Type type) =>
        type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[0] : null;
}
