using System.Text.Json.Serialization;
using Semblance.Evaluation;
using Semblance.Liveness;

namespace Semblance.Cli.Setup;

/// <summary>What <c>semblance pad-test --write</c> found out about one camera.</summary>
/// <param name="Schema">The version of this form: <see cref="CurrentSchema"/>.</param>
/// <param name="Camera">Its name, such as camera:0.</param>
/// <param name="Created">When it was tested.</param>
/// <param name="Pack">The id of the pack that it was tested with.</param>
/// <param name="TextureNetwork">The SHA-256 of the network whose scores the limits are for.</param>
/// <param name="Texture">From where on texture is live or an attack at this camera.</param>
/// <param name="Policy">The policy that was recommended.</param>
/// <param name="Counts">How much it rests on.</param>
internal sealed record CameraProfile(
    int Schema, string Camera, DateTimeOffset Created, string Pack, string TextureNetwork, SpoofThresholds Texture, string Policy, IReadOnlyList<PadCount> Counts)
{
    /// <summary>The version that this program writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Fault(string camera) =>
        Schema != CurrentSchema ? $"its schema is {Schema}, and this program reads {CurrentSchema}"
        : Camera != camera ? "it is the profile of another camera"
        : !Texture.AreUsable ? "its limits of texture are not in order"
        : null;

    /// <summary>Whom and what it rests on, in words.</summary>
    [JsonIgnore]
    public string Basis
    {
        get
        {
            int people = Counts.FirstOrDefault(count => count.Attack is null)?.People ?? 0;
            var kinds = Counts.Select(count => count.Attack).OfType<string>();
            return $"tested on {Created:yyyy-MM-dd} with {(people == 1 ? "1 person" : $"{people} people")}, attacks {string.Join(", ", kinds)}";
        }
    }
}
