using Semblance.Cli.Output;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.OpenCv;

namespace Semblance.Cli.Setup;

/// <summary>
/// Tells the person before a camera what to do: in words on the terminal, and in a window, which also fills with the colours of a light check. Owns the window.
/// </summary>
internal sealed class LivePrompt : IDisposable
{
    private const int ScreenWidth = 1600, ScreenHeight = 1000;

    private readonly PreviewWindow? _window;
    private string _said = "";
    private int _colour = -1;
    private TimeSpan _since;
    private bool _warned;

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
    public bool Show(Frame frame, LivenessTest test)
    {
        if (test.Find<ChallengeCheck>() is { IsFailed: false, IsDone: false } turns)
        {
            _colour = -1;
            string words = Words(turns.State.Wanted);
            Say($"{words} ({turns.State.Step} of {turns.State.Of})");
            return _window is null || _window.Show(frame.Photo.Draw([new PaintedBox(new Box(2, 2, frame.Photo.Width - 4, frame.Photo.Height - 4), BoxColour.Orange, words)]));
        }
        return test.Find<LightCheck>() is { IsDone: false } light ? Shine(frame, light) : _window?.Show(frame.Photo) ?? true;
    }

    public void Dispose() => _window?.Dispose();

    private bool Shine(Frame frame, LightCheck light)
    {
        if (!_warned)
        {
            Say("Now the window flashes in colours for some seconds, about two a second. Hold still before the screen. If that may harm you, press q now.");
            (_warned, _since) = (true, frame.Time + TimeSpan.FromSeconds(3));
        }
        if (frame.Time < _since || _colour >= 0 && frame.Time - _since < light.Sequence.Each)
            return true;
        if (_colour + 1 >= light.Sequence.Colours.Count)
            return true;
        var colour = light.Sequence.Colours[++_colour];
        var picture = new byte[3 * ScreenWidth * ScreenHeight];
        for (int i = 0; i < picture.Length; i += 3)
            (picture[i], picture[i + 1], picture[i + 2]) = (colour.Red, colour.Green, colour.Blue);
        bool isOpen = _window!.Show(Photo.FromRgb(ScreenWidth, ScreenHeight, picture));
        _since = frame.Time;
        light.Painted(_colour, frame.Time);
        return isOpen;
    }

    private void Say(string words)
    {
        if (words != _said)
            Terminal.Note(words);
        _said = words;
    }

    private static string Words(HeadDirection? wanted) => wanted switch
    {
        null => "Look straight ahead.",
        HeadDirection.Left => "Turn your head to your left.",
        HeadDirection.Right => "Turn your head to your right.",
        HeadDirection.Up => "Raise your chin.",
        HeadDirection.Down => "Lower your chin.",
        _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
    };
}
