namespace Semblance.Liveness;

/// <summary>Where a head points against where it pointed first, and whether it got there as heads do. Used by one thread.</summary>
internal sealed class HeadMotion(ChallengeOptions options)
{
    // What is kept of the path: longer than any turn takes.
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(2);

    private static readonly HeadDirection[] s_all = Enum.GetValues<HeadDirection>();

    private readonly List<(TimeSpan Time, double Yaw, double Pitch)> _path = [];
    private (double Yaw, double Pitch)? _origin;

    /// <summary>Whether it is known where straight ahead is.</summary>
    public bool HasOrigin => _origin is not null;

    /// <summary>How far from straight ahead, 1 being a full turn.</summary>
    public double Away => Math.Max(Math.Abs(Yaw) / options.FullYaw, Math.Abs(Pitch) / options.FullPitch);

    /// <summary>Whether it points straight ahead.</summary>
    public bool IsStraight => Away <= options.Straight;

    private double Yaw => _path[^1].Yaw - _origin!.Value.Yaw;

    private double Pitch => _path[^1].Pitch - _origin!.Value.Pitch;

    /// <summary>Takes the next look; false where no head moves so fast.</summary>
    public bool Add(HeadPose pose, TimeSpan time)
    {
        bool isPossible = true;
        if (_path.Count > 0)
        {
            var last = _path[^1];
            double most = options.MostJump + options.MostSpeed * (time - last.Time).TotalSeconds;
            isPossible = Math.Abs(pose.Yaw - last.Yaw) <= most && Math.Abs(pose.Pitch - last.Pitch) <= most;
        }
        _path.Add((time, pose.Yaw, pose.Pitch));
        while (time - _path[0].Time > s_kept)
            _path.RemoveAt(0);
        return isPossible;
    }

    /// <summary>Takes the looks of the last moments for straight ahead, where they are steady and near enough to the camera.</summary>
    public bool FindOrigin()
    {
        var now = _path[^1].Time;
        if (now - _path[0].Time < options.Steady)
            return false;
        var recent = _path.Where(look => now - look.Time <= options.Steady).ToList();
        var (yaw, pitch) = (Median(recent.Select(look => look.Yaw)), Median(recent.Select(look => look.Pitch)));
        bool isSteady = recent.Count >= options.FewestSteady && recent.All(look => Math.Abs(look.Yaw - yaw) <= options.Steadiness && Math.Abs(look.Pitch - pitch) <= options.Steadiness);
        if (isSteady && Math.Abs(yaw) <= options.WidestYaw && Math.Abs(pitch) <= options.WidestPitch)
            _origin = (yaw, pitch);
        return HasOrigin;
    }

    /// <summary>Degrees turned in a direction, below 0 the other way.</summary>
    public double Towards(HeadDirection direction) => Component(direction, Yaw, Pitch);

    /// <summary>Whether the head is turned fully another way than wanted, or than excused, and clearly so.</summary>
    public bool IsWrong(HeadDirection wanted, HeadDirection? excused) => s_all.Any(other => other != wanted && other != excused && Share(other) >= 1 && IsClear(other));

    /// <summary>Whether the head is turned a way more than any other: poses that answer one prompt are wrong for every other.</summary>
    public bool IsClear(HeadDirection wanted) => s_all.All(other => other == wanted || Share(other) < options.WrongBelow * Share(wanted));

    /// <summary>Whether the head has come back from a turn.</summary>
    public bool HasLeft(HeadDirection direction) => Share(direction) < options.Straight;

    /// <summary>Whether the head took its time from straight ahead to where it is: a cut takes none.</summary>
    public bool CameThrough(HeadDirection direction, double degrees)
    {
        double now = Towards(direction);
        for (int i = _path.Count - 2; i >= 0; i--)
        {
            double then = Component(direction, _path[i].Yaw - _origin!.Value.Yaw, _path[i].Pitch - _origin.Value.Pitch);
            if (then < options.Leaving * degrees)
                return (_path[^1].Time - _path[i].Time).TotalSeconds >= (now - then - options.Tremble) / options.MostSpeed;
        }
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _path.Clear();
        _origin = null;
    }

    private double Share(HeadDirection direction) => Towards(direction) / Full(direction);

    private double Full(HeadDirection direction) => direction is HeadDirection.Left or HeadDirection.Right ? options.FullYaw : options.FullPitch;

    // Over 0 the nose points to the right of the picture, which is the person's left.
    private static double Component(HeadDirection direction, double yaw, double pitch) => direction switch
    {
        HeadDirection.Left => yaw,
        HeadDirection.Right => -yaw,
        HeadDirection.Up => pitch,
        HeadDirection.Down => -pitch,
        _ => throw new ArgumentOutOfRangeException(nameof(direction)),
    };

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
