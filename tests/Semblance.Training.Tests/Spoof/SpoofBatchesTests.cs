using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

/// <summary>What a step learns from: always the same, and from every set both live faces and attacks.</summary>
public sealed class SpoofBatchesTests
{
    private static readonly SpoofRecipe s_recipe = new() { BatchSize = 8 };

    [Fact]
    public void Steps_BegunLater_AreThoseOfARunFromTheStart()
    {
        var whole = new SpoofBatches(MadeSpoofs.Sources(3), s_recipe, seed: 2).Steps(0, 2).Last();
        var resumed = new SpoofBatches(MadeSpoofs.Sources(3), s_recipe, seed: 2).Steps(1, 2).Single();
        var another = new SpoofBatches(MadeSpoofs.Sources(3), s_recipe, seed: 3).Steps(1, 2).Single();

        Assert.Equal(whole.Tight, resumed.Tight);
        Assert.Equal(whole.Wide, resumed.Wide);
        Assert.Equal(whole.Live, resumed.Live);
        Assert.NotEqual(whole.Tight, another.Tight);
    }

    [Fact]
    public void Draw_LiveFacesOnly_GivesSimulatedAttacksOfBothKinds()
    {
        var batches = new SpoofBatches([.. MadeSpoofs.Sources(2).Where(source => source.Attack is null)], s_recipe, seed: 1);

        var kinds = Enumerable.Range(0, 60).Select(seed => batches.Draw(new Random(seed)).Attack ?? "live").Distinct();

        Assert.Equal(["live", "print", "screen"], kinds.Order());
    }

    [Fact]
    public void Steps_FaceCropsWithoutSurroundings_AreMarkedAndBlank()
    {
        var crops = MadeSpoofs.Sources(2).Select(source => source with { Wide = null }).ToList();

        var batch = new SpoofBatches(crops, s_recipe, seed: 1).Steps(0, 1).Single();

        Assert.All(batch.HasWide, has => Assert.Equal(0, has));
        Assert.All(batch.Wide, level => Assert.Equal(0, level));
        Assert.Contains(batch.Tight, level => level > 60);
    }
}
