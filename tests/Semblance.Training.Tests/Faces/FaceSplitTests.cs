using Semblance.Training.Faces;

namespace Semblance.Training.Tests.Faces;

public class FaceSplitTests
{
    [Fact]
    public void Of_TheRealCollection_HoldsOutWhatTheDocumentationSays()
    {
        string labelled = Path.Combine(TestData.Require("faces"), "labelled");
        // Names only: the split looks at no pixel.
        var names = Directory.EnumerateDirectories(labelled).SelectMany(Directory.EnumerateFiles)
            .Select(file => new AlignedFace(file, Path.GetFileName(Path.GetDirectoryName(file)), [])).ToList();

        var split = FaceSplit.Of(new AlignedFaces(names));

        Assert.Equal(2737, split.Singles.Count);
        Assert.Equal(60, split.Profiles.Count);
        Assert.Equal(300, split.Others.Count);
        Assert.Equal(150, split.Validation.Count);
        var all = split.Singles.Concat(split.Profiles).Concat(split.Others).Concat(split.Validation).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, identity => Assert.False(split.IsForTraining(identity)));
        Assert.True(split.IsForTraining(names.Select(face => face.Identity!).First(identity => !all.Contains(identity))));
    }

    [Theory]
    [InlineData("fiw_F0002_MID1", "fiw", "fiw_F0002")]
    [InlineData("celeba_1234", "celeba", "celeba_1234")]
    [InlineData("cfp_007", "cfp", "cfp_007")]
    public void FamilyOf_Identity_IsSharedByRelativesOnly(string identity, string set, string family)
    {
        Assert.Equal(set, AlignedFaces.SetOf(identity));
        Assert.Equal(family, AlignedFaces.FamilyOf(identity));
    }
}
