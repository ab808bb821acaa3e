using Semblance.Evaluation;
using Semblance.Testing;

namespace Semblance.Tests.Evaluation;

public sealed class PairListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_LfwDev_HasThousandPairsInTenFolds()
    {
        var list = PairList.Read(TestData.Require("lfw-dev/pairs.csv"), TestData.Require("lfw-dev/images"));

        Assert.Equal((1000, 500), (list.Pairs.Count, list.Pairs.Count(pair => pair.Same)));
        Assert.Equal(Enumerable.Range(0, 10), list.Pairs.Select(pair => pair.Fold).Distinct().Order());
        Assert.Equal(SubjectSource.Folder, list.SubjectsBy);
        Assert.All(list.Pairs, pair => Assert.Equal(pair.Same, pair.SubjectA == pair.SubjectB));
    }

    [Fact]
    public void Read_Csv_GivesPathsKindsFoldsAndSubjects()
    {
        var list = Read("a,b,same,fold\ns1/1.pgm,s1/2.pgm,1,0\n\ns1/1.pgm, s2/1.pgm ,false,3\n");

        Assert.Equal(
            [new(InImages("s1/1.pgm"), InImages("s1/2.pgm"), true, 0, 0, 0), new(InImages("s1/1.pgm"), InImages("s2/1.pgm"), false, 3, 0, 1)],
            list.Pairs);
        Assert.Equal(2, list.Subjects);
    }

    [Fact]
    public void Read_CsvWithoutFold_PutsAllInOne() => Assert.Equal(0, Read("a,b,same\ns1/1.pgm,s2/1.pgm,0").Pairs.Single().Fold);

    [Fact]
    public void Read_LfwTenFoldLayout_GivesNamesAndFolds()
    {
        var list = Read("2\t1\nAnna_Lee\t1\t12\nAnna_Lee\t1\tBo_Ek\t3\nBo_Ek\t3\t4\nBo_Ek\t4\tAnna_Lee\t12\n");

        Assert.Equal([(true, 0), (false, 0), (true, 1), (false, 1)], list.Pairs.Select(pair => (pair.Same, pair.Fold)));
        Assert.Equal((InImages("Anna_Lee/Anna_Lee_0001.jpg"), InImages("Anna_Lee/Anna_Lee_0012.jpg")), (list.Pairs[0].A, list.Pairs[0].B));
        Assert.Equal((InImages("Bo_Ek/Bo_Ek_0004.jpg"), InImages("Anna_Lee/Anna_Lee_0012.jpg")), (list.Pairs[3].A, list.Pairs[3].B));
    }

    [Fact]
    public void Read_LfwDevTestLayout_IsOneFold()
    {
        var list = Read("2\nAnna_Lee\t1\t2\nBo_Ek\t1\t2\nAnna_Lee\t1\tBo_Ek\t1\nAnna_Lee\t2\tBo_Ek\t2\n");

        Assert.Equal([true, true, false, false], list.Pairs.Select(pair => pair.Same));
        Assert.All(list.Pairs, pair => Assert.Equal(0, pair.Fold));
    }

    [Theory]
    [InlineData("", 1, "the header is \"\"")]
    [InlineData("left,right,label\n", 1, "the header is \"left,right,label\"")]
    [InlineData("0 300\n", 1, "the header is \"0 300\"")]
    [InlineData("a,b,same,fold\n", null, "there are no pairs")]
    [InlineData("a,b,same,fold\n\nx/1.jpg,x/2.jpg,1\n", 3, "4 fields are expected, separated by commas; there are 3.")]
    [InlineData("a,b,same,fold\nx/1.jpg,,1,0\n", 2, "a photo has no path.")]
    [InlineData("a,b,same,fold\nx/1.jpg,x/2.jpg,yes,0\n", 2, "same must be 1 or 0, not \"yes\".")]
    [InlineData("a,b,same,fold\nx/1.jpg,x/2.jpg,1,-1\n", 2, "fold must be a whole number from 0, not \"-1\".")]
    [InlineData("2\nA 1 2\nA 1 B 1\n", null, "the header promises 1 x 2 x 2 pairs; there are 2.")]
    [InlineData("1\nA 1 B 2\nA 1 B 1\n", 2, "a pair of the same person is expected here: NAME n1 n2.")]
    [InlineData("1\nA 1 2\nA 1 3\n", 3, "a pair of different people is expected here: NAME1 n1 NAME2 n2.")]
    [InlineData("1\nA 1 x\nA 1 B 3\n", 2, "\"x\" is not the number of a photo.")]
    [InlineData("2147483647 2147483647\nA 1 2\n", null, "the header promises 2147483647 x 2 x 2147483647 pairs; there are 1.")]
    public void Read_Malformed_NamesLineAndReason(string text, int? line, string reason)
    {
        File.WriteAllText(_folder.File("pairs"), text);

        var error = Assert.Throws<PairListException>(() => PairList.Read(_folder.File("pairs"), _folder.Path));

        Assert.Equal(line, error.Line);
        Assert.StartsWith(reason, error.Reason);
        Assert.StartsWith(_folder.File("pairs"), error.Message);
    }

    [Fact]
    public void Read_MissingFileFolderOrPhoto_SaysWhich()
    {
        File.WriteAllText(_folder.File("pairs"), "a,b,same\ns1/1.pgm,s1/2.pgm,1\n");

        Assert.Equal("no such file.", Assert.Throws<PairListException>(() => PairList.Read(_folder.File("other"), _folder.Path)).Reason);
        Assert.Contains("images folder", Assert.Throws<PairListException>(() => PairList.Read(_folder.File("pairs"), _folder.File("none"))).Reason);
        var photo = Assert.Throws<PairListException>(() => PairList.Read(_folder.File("pairs"), _folder.Path));
        Assert.Equal((2, true), (photo.Line, photo.Reason.Contains("s1/1.pgm", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_FolderThatHoldsSeveralPeople_NamesThemByFile()
    {
        var list = Read("a,b,same\nall/anna_1.jpg,all/anna_2.jpg,1\nall/anna_1.jpg,all/bo_lee_1.jpg,0\n");

        Assert.Equal((SubjectSource.FileName, 2), (list.SubjectsBy, list.Subjects));
        Assert.Equal(list.Pairs[0].SubjectA, list.Pairs[0].SubjectB);
    }

    [Fact]
    public void Read_NamesThatSayNothing_JoinsPeopleByTheList()
    {
        var list = Read("a,b,same\nx_1.jpg,x_2.jpg,1\nx_2.jpg,x_3.jpg,1\nx_1.jpg,x_4.jpg,0\n");

        Assert.Equal((SubjectSource.List, 2), (list.SubjectsBy, list.Subjects));
        Assert.Equal(list.Pairs[0].SubjectA, list.Pairs[1].SubjectB);
        Assert.NotEqual(list.Pairs[2].SubjectA, list.Pairs[2].SubjectB);
    }

    [Fact]
    public void Read_SamePairOfTwoNames_IsOnePerson()
    {
        var list = Read("a,b,same\nmaiden/1.jpg,married/1.jpg,1\nmarried/2.jpg,other/1.jpg,0\n");

        Assert.Equal((SubjectSource.Folder, 2), (list.SubjectsBy, list.Subjects));
        Assert.Equal(list.Pairs[0].SubjectA, list.Pairs[1].SubjectA);
    }

    private string InImages(string photo) => Path.Combine(_folder.Path, photo);

    /// <summary>Writes the list, and an empty file for every photo it names.</summary>
    private PairList Read(string text)
    {
        File.WriteAllText(_folder.File("pairs"), text);
        foreach (var pair in PairListReader.Read(_folder.File("pairs")))
        {
            foreach (string photo in new[] { pair.A, pair.B })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(InImages(photo))!);
                File.WriteAllBytes(InImages(photo), []);
            }
        }
        return PairList.Read(_folder.File("pairs"), _folder.Path);
    }
}
