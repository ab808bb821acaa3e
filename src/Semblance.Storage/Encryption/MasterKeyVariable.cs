using System.Text;

namespace Semblance.Storage.Encryption;

/// <summary>The master key in an environment variable, in base64.</summary>
internal sealed class MasterKeyVariable(string variable) : MasterKeySource
{
    public override string ToString() => $"the environment variable {variable}";

    internal override byte[]? Read() => System.Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? Parse(Encoding.UTF8.GetBytes(text)) : null;
}
