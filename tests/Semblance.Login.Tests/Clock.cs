namespace Semblance.Login.Tests;

/// <summary>A clock that a test moves.</summary>
internal sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => Now;
}
