namespace Semblance.Liveness;

/// <summary>A colour that fills the screen for a while.</summary>
/// <param name="Red">0 to 255, as the page paints it (sRGB).</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct LightColour(byte Red, byte Green, byte Blue);

/// <summary>Colours in an order that nobody could foresee, each for the same time. Good once.</summary>
/// <param name="Colours">No two neighbours alike.</param>
/// <param name="Each">How long each is shown: never under a third of a second (WCAG 2.2, 2.3.1: no more than three flashes a second).</param>
internal sealed record LightSequence(IReadOnlyList<LightColour> Colours, TimeSpan Each);
