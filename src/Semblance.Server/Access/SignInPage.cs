using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>The sign-in page: who may open it, as an administrator said, else the configuration; and what it says. Safe for several threads.</summary>
internal sealed class SignInPage(IStore store, SignInOptions options)
{
    /// <summary>The name under which an administrator's choice is stored.</summary>
    public const string AccessName = "signIn.access";

    /// <summary>What the page says of other ways to sign in; null: its own words.</summary>
    public string? Fallback => options.Fallback;

    /// <summary>Who may open it.</summary>
    public async Task<SignInAccess> AccessAsync(CancellationToken cancellation) =>
        await store.Settings.GetAsync(AccessName, cancellation) is { } text ? Enum.Parse<SignInAccess>(text) : options.Access;
}
