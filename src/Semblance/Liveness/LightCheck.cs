namespace Semblance.Liveness;

/// <summary>
/// Coloured light that the face must answer: the page fills the screen with colours in an order that nobody could foresee, and the light that comes back from the face must follow it,
/// stronger than from what is behind, and shaded as a head is and a sheet is not. It needs to be told when each colour came on (<see cref="Painted"/>); where nothing was painted it
/// never is settled. What a screen shows gives light of its own and hardly answers; what was recorded under other colours answers wrongly. In bright sun there is no answer to be seen: it
/// then says <see cref="LivenessVerdict.Unsure"/>. It does not stop a mask, a doll, or whoever computes the answer into the video while it runs. Keeps means over parts of the
/// picture, no pictures. Used by one thread.
/// </summary>
internal sealed class LightCheck : ILivenessCheck
{
    // Frames from before the first colour are kept so long, as its report may come after them.
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(2);

    private const int MostReadings = 2000;

    private readonly IChallengeSource _source;
    private readonly LightOptions _limits;
    private readonly List<LightReading> _readings = [];
    private LightSchedule _schedule;
    private CheckResult? _settled;
    private TimeSpan _now;

    /// <summary>Begins and draws the first sequence.</summary>
    /// <param name="source">Where sequences come from.</param>
    /// <param name="limits">What answers as a head does; null: the defaults.</param>
    public LightCheck(IChallengeSource source, LightOptions? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_source, _limits) = (source, limits ?? LightOptions.Default);
        _schedule = new LightSchedule(source.NextLight(), _limits.MostLatency);
    }

    /// <inheritdoc/>
    public string Name => CheckNames.Light;

    /// <summary>The colours to show. Another sequence after every <see cref="Reset"/>.</summary>
    public LightSequence Sequence => _schedule.Sequence;

    /// <summary>How often a new sequence was drawn after the first.</summary>
    public int Restarts { get; private set; }

    /// <summary>Colours are being shown and nothing is settled.</summary>
    public bool IsRunning => _schedule.HasBegun && !IsDone;

    /// <summary>The sequence is over, well or badly.</summary>
    public bool IsDone => _settled is not null;

    /// <inheritdoc/>
    public CheckResult Result => _settled
        ?? CheckResult.Nothing(Name, _schedule.HasBegun ? "The light is not over yet." : "No light was shown yet.");

    /// <summary>
    /// The page put a colour on the screen. Must come for every colour in order, at most three a second; a report that cannot be ends the sequence, which then never counts as live.
    /// </summary>
    /// <param name="index">Of <see cref="Sequence"/>, from 0. Before colour 0 others are passed over: they belong to a sequence that was given up.</param>
    /// <param name="at">When it was really to be seen, on the clock of <see cref="LivenessFrame.Time"/>.</param>
    public void Painted(int index, TimeSpan at)
    {
        if (IsDone)
            return;
        _schedule.Paint(index, at);
        if (_schedule.HasFailed)
            Settle(LightJudge.Unsure("The colours were not shown in their order and at their pace: try again, and keep the page in front."));
    }

    /// <inheritdoc/>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (IsDone)
            return;
        _now = frame.Time;
        if (frame.Face is { Landmarks: { } landmarks } face && _readings.Count < MostReadings)
            _readings.Add(LightReading.Of(frame.Photo, frame.Time, face.Box, landmarks, _limits));
        if (!_schedule.HasBegun)
            _readings.RemoveAll(reading => reading.Time < _now - s_memory);
        if (_now >= _schedule.End)
            Settle(LightJudge.Judge(_readings, _schedule, _limits));
    }

    /// <summary>Draws another sequence and forgets what was seen. An attack that was seen is kept.</summary>
    public void Reset()
    {
        _readings.Clear();
        if (_settled is { Verdict: LivenessVerdict.Spoof })
            return;
        _settled = null;
        _schedule = new LightSchedule(_source.NextLight(), _limits.MostLatency);
        Restarts++;
    }

    /// <summary>Forgets what was seen.</summary>
    public void Dispose() => _readings.Clear();

    private void Settle(CheckResult result)
    {
        _settled = result;
        _readings.Clear();
    }
}
