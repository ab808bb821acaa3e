using Semblance.Training.Data;
using Semblance.Training.Networks;

namespace Semblance.Training.Spoof;

/// <summary>Crops for one step.</summary>
/// <param name="Tight">Red, green, blue of each pixel, crop after crop.</param>
/// <param name="Wide">The same with surroundings; zeros where there are none.</param>
/// <param name="Live">1 for live, 0 for attacks.</param>
/// <param name="HasWide">1 where there are surroundings.</param>
internal sealed record SpoofBatch(byte[] Tight, byte[] Wide, float[] Live, float[] HasWide);

/// <summary>
/// As many live faces as attacks; of the attacks some filmed and the rest simulated from live faces of the same sets, so that no set says by itself what it shows. Some take over the colours of
/// another recording of the same kind, live or filmed attack, so that its camera and room say little. Seed and step fix them. The next batch is made on another thread.
/// </summary>
internal sealed class SpoofBatches
{
    private const int Bytes = 3 * SpoofCnn.Side * SpoofCnn.Side, WideWork = 174, FewestPixels = 64;

    // By set and medium, not by how many photos there are; 1 for those not named.
    private static readonly (string Set, string? Attack, double Weight)[] s_weights =
        [(SpoofData.Nuaa, null, 3), (SpoofData.Scenes, null, 4), (SpoofData.Videos, null, 6), (SpoofData.Msu, null, 2), (SpoofData.Nuaa, "print", 2), (SpoofData.Msu, "ipad", 1.5), (SpoofData.Msu, "iphone", 1.5)];

    private readonly SpoofRecipe _recipe;
    private readonly int _seed;
    private readonly SpoofSource[][] _live, _attacks;
    private readonly SpoofSource[] _rooms;
    private readonly Dictionary<SpoofSource, ColourStatistics> _colours;

    public SpoofBatches(IReadOnlyList<SpoofSource> sources, SpoofRecipe recipe, int seed)
    {
        (_recipe, _seed) = (recipe, seed);
        _live = ByKind(sources.Where(source => source.Attack is null));
        _attacks = ByKind(sources.Where(source => source.Attack is not null));
        _rooms = [.. sources.Where(source => source is { Attack: null, Wide: not null })];
        _colours = sources.ToDictionary<SpoofSource, SpoofSource, ColourStatistics>(source => source, source => ColourStatistics.Of(source.Tight), ReferenceEqualityComparer.Instance);
    }

    /// <summary>The batches of steps, each valid until the next one is asked for.</summary>
    public IEnumerable<SpoofBatch> Steps(int first, int end)
    {
        int size = _recipe.BatchSize;
        SpoofBatch[] buffers = [.. Enumerable.Range(0, Prefetch.Buffers).Select(_ => new SpoofBatch(new byte[size * Bytes], new byte[size * Bytes], new float[size], new float[size]))];
        return Prefetch.Run(first, end, step => Fill(buffers[step % Prefetch.Buffers], step));
    }

    /// <summary>One sample: both crops as the network sees them, and what it shows (null: live).</summary>
    public (Photo Tight, Photo? Wide, string? Attack) Draw(Random random)
    {
        bool isAttack = random.Happens(0.5);
        if (isAttack && _attacks.Length > 0 && random.Happens(_recipe.FilmedAttacks))
        {
            var filmed = Pick(_attacks, random);
            return Take(filmed, filmed.Attack, null, random);
        }
        var live = Pick(_live, random);
        return !isAttack ? Take(live, null, null, random)
            : random.Happens(0.5) ? Take(live, "print", new PrintSimulation(random).Apply, random) : Take(live, "screen", new ScreenSimulation(random).Apply, random);
    }

    private (Photo Tight, Photo? Wide, string? Attack) Take(SpoofSource source, string? attack, Func<SpoofPicture, double, SpoofPicture>? medium, Random random)
    {
        var (look, camera) = (Look.Draw(random), new CameraSimulation(random));
        double native = source.Tight.Width / SpoofSource.Room * look.Scale;
        // Farther away, or a camera of fewer pixels.
        int side = Math.Max(FewestPixels, (int)(native * (random.Happens(0.35) ? random.Between(0.5, 1) : 1)));
        var near = SpoofPicture.Sample(source.Tight, side, look, SpoofSource.Room);
        ColourChange? colours = random.Happens(_recipe.OtherColours)
            ? ColourChange.Between(_colours[source], _colours[Pick(source.Attack is null ? _live : _attacks, random)], random.NextDouble())
            : null;
        colours?.Apply(near);
        if (medium is not null)
            near = medium(near, 1);
        var tight = camera.Take(near, 1, random);
        if (source.Wide is null)
            return (tight, null, attack);

        double factor = Semblance.Liveness.SpoofCrop.WideFactor, pixels = WideWork / (side * factor);
        var far = SpoofPicture.Sample(source.Wide, WideWork, look.Within(factor), SpoofSource.WideRoom);
        colours?.Apply(far);
        if (medium is not null)
        {
            var room = _rooms[random.Next(_rooms.Length)];
            var behind = SpoofPicture.Sample(room.Wide!, WideWork, Look.Draw(random) with { Scale = random.Between(0.5, 1.2) }, SpoofSource.WideRoom);
            far = new HeldMedium(random, attack == "screen").Before(medium(far, pixels), behind);
        }
        else if (attack is null && random.Happens(0.3))
        {
            RoomEdges.Draw(far, random);
        }
        return (tight, camera.Take(far, Math.Min(1, pixels), random), attack);
    }

    private SpoofBatch Fill(SpoofBatch batch, int step)
    {
        for (int i = 0; i < _recipe.BatchSize; i++)
        {
            var (tight, wide, attack) = Draw(new Random(StableHash.Of(_seed, step, i)));
            tight.Rgb.CopyTo(batch.Tight.AsSpan(i * Bytes));
            if (wide is null)
                batch.Wide.AsSpan(i * Bytes, Bytes).Clear();
            else
                wide.Rgb.CopyTo(batch.Wide.AsSpan(i * Bytes));
            (batch.Live[i], batch.HasWide[i]) = (attack is null ? 1 : 0, wide is null ? 0 : 1);
        }
        return batch;
    }

    private static SpoofSource Pick(SpoofSource[][] kinds, Random random)
    {
        double at = random.NextDouble() * kinds.Sum(Weight);
        var kind = kinds.First(some => (at -= Weight(some)) < 0 || some == kinds[^1]);
        return kind[random.Next(kind.Length)];
    }

    private static double Weight(SpoofSource[] kind) => s_weights.FirstOrDefault(one => (one.Set, one.Attack) == (kind[0].Set, kind[0].Attack)) is { Set: not null } known ? known.Weight : 1;

    private static SpoofSource[][] ByKind(IEnumerable<SpoofSource> sources) => [.. sources.GroupBy(source => (source.Set, source.Attack)).Select(kind => kind.ToArray())];
}
