using System.Globalization;
using Semblance.Cli.Output;
using Semblance.Detection;
using Semblance.Liveness;
using Semblance.OpenCv;

namespace Semblance.Cli.Setup;

/// <summary>
/// Tells the person before a camera what to do: in words on the terminal, and in a window, which also fills with the colours of a light check. Owns the window.
/// </summary>
internal sealed class LivePrompt : IDisposable
{
    private const int ScreenWidth = 1600, ScreenHeight = 1000;

    // Long enough to read the warning and to press a key.
    private static readonly TimeSpan s_warning = TimeSpan.FromSeconds(3);

    private readonly PreviewWindow? _window;
    private string _said = "";
    private int _light, _colour;
    private TimeSpan _since;

    private LivePrompt(PreviewWindow? window) => _window = window;

    /// <summary>What a policy needs: nothing for a passive one, a window for light.</summary>
    /// <exception cref="UsageException">Light without a window.</exception>
    public static LivePrompt? For(LivenessPolicy policy, bool window)
    {
        if (!window && policy.MustBeLive.Contains(CheckNames.Light))
            throw new UsageException($"{policy.Name} shows colours on the screen: add --window.");
        return window || policy.MustBeLive.Contains(CheckNames.Challenge) ? new LivePrompt(window ? new PreviewWindow("semblance") : null) : null;
    }

    /// <summary>Shows what to do after a frame; false when the window was closed.</summary>
    public bool Show(Frame frame, FaceSession session)
    {
        switch (session.Answer.Prompt)
        {
            case { Turn: { } turn, Message: var words }:
                Say($"{words} ({turn.Step} of {turn.Of})");
                return _window is null || _window.Show(frame.Photo.Draw([new PaintedBox(new Box(2, 2, frame.Photo.Width - 4, frame.Photo.Height - 4), BoxColour.Orange, words)]));
            case { Light: { } light } when _window is not null:
                return Shine(frame, session, light);
            default:
                return _window?.Show(frame.Photo) ?? true;
        }
    }

    public void Dispose() => _window?.Dispose();

    private bool Shine(Frame frame, FaceSession session, LightPrompt light)
    {
        if (light.Number != _light)
        {
            bool isFirst = _light == 0;
            if (isFirst)
                Say("Now the window flashes in colours for some seconds, about two a second. Hold still before the screen. If that may harm you, press q now.");
            (_light, _colour, _since) = (light.Number, -1, isFirst ? frame.Time + s_warning : frame.Time);
        }
        if (frame.Time < _since || _colour >= 0 && frame.Time - _since < TimeSpan.FromMilliseconds(light.Each) || _colour + 1 >= light.Colours.Count)
            return true;
        var (red, green, blue) = Parse(light.Colours[++_colour]);
        var picture = new byte[3 * ScreenWidth * ScreenHeight];
        for (int i = 0; i < picture.Length; i += 3)
            (picture[i], picture[i + 1], picture[i + 2]) = (red, green, blue);
        bool isOpen = _window!.Show(Photo.FromRgb(ScreenWidth, ScreenHeight, picture));
        _since = frame.Time;
        session.Painted(light.Number, _colour, frame.Time);
        return isOpen;
    }

    private void Say(string words)
    {
        if (words != _said)
            Terminal.Note(words);
        _said = words;
    }

    private static (byte Red, byte Green, byte Blue) Parse(string colour)
    {
        int number = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return ((byte)(number >> 16), (byte)(number >> 8), (byte)number);
    }
}
