using System.Text.Json.Serialization;

namespace Semblance;

/// <summary>What a session asks the person for by now, for liveness.</summary>
/// <param name="Phase">look, turn, light or done.</param>
/// <param name="Turn">The head turn that is asked for; null where none is.</param>
/// <param name="Light">The colours to show; null before they may begin and after they are over.</param>
/// <param name="Message">What to do, as a sentence.</param>
public sealed record SessionPrompt(
    string Phase,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TurnPrompt? Turn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] LightPrompt? Light,
    string Message);

/// <summary>A head turn.</summary>
/// <param name="Step">Which one, from 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Direction">left, right, up or down, the person's own; null: look straight ahead. The next one is told when this one is done, and nothing says so earlier.</param>
/// <param name="Restarts">How often the turns began again.</param>
public sealed record TurnPrompt(
    int Step, int Of, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Direction, int Restarts);

/// <summary>Colours that the page is to show.</summary>
/// <param name="Number">Which sequence, from 1: grows when another is drawn.</param>
/// <param name="Colours">As #rrggbb, in order.</param>
/// <param name="Each">How long each is shown, in milliseconds.</param>
/// <param name="StartsWithin">How soon the first one is to be shown after this was first said, in milliseconds.</param>
public sealed record LightPrompt(int Number, IReadOnlyList<string> Colours, int Each, int StartsWithin);
