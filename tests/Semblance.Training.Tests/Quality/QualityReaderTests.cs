using Semblance.Imaging;
using Semblance.Packs;
using Semblance.Testing;
using Semblance.Training.Data;
using Semblance.Training.Quality;

namespace Semblance.Training.Tests.Quality;

/// <summary>What was read once is not read again.</summary>
public sealed class QualityReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FaceEngine _engine = ModelPack.Builtin().Start();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_PhotoOfAnEarlierRun_ComesFromTheCache()
    {
        var photo = PhotoReader.Read(TestData.Require("lfw-dev/images/Ahmed_Ghazi/Ahmed_Ghazi_0001.jpg"));
        QualityReading first, wall;
        using (var reader = new QualityReader(_engine, _folder.File("cache")))
            (first, wall) = (reader.Read("a", () => photo), reader.Read("wall", () => Photo.FromGrey(200, 200, new byte[40_000])));

        using var again = new QualityReader(_engine, _folder.File("cache"));

        var kept = again.Read("a", () => throw new InvalidOperationException("It was read before."));
        Assert.Equal(first.Quality, kept.Quality);
        Assert.Equal(first.Embedding!.Values.ToArray(), kept.Embedding!.Values.ToArray());
        Assert.Null(wall.Quality);
        Assert.Null(again.Read("wall", () => throw new InvalidOperationException("It was read before.")).Embedding);
    }

    [Fact]
    public void Read_CacheThatEndsInHalfALine_ReadsThatPhotoAgain()
    {
        var photo = PhotoReader.Read(TestData.Require("lfw-dev/images/Ahmed_Ghazi/Ahmed_Ghazi_0001.jpg"));
        using (var reader = new QualityReader(_engine, _folder.File("cache")))
            reader.Read("a", () => photo);
        string file = Assert.Single(Directory.GetFiles(_folder.File("cache")));
        File.AppendAllText(file, "{\"Name\":\"b\",\"Si");

        int read = 0;
        using (var reader = new QualityReader(_engine, _folder.File("cache")))
        {
            reader.Read("a", () => throw new InvalidOperationException("It was read before."));
            reader.Read("b", () => { read++; return photo; });
        }

        Assert.Equal(1, read);
        Assert.Equal(2, File.ReadAllLines(file).Length);
    }

    [Fact]
    public void QualityReader_DamagedCache_SaysWhatToDelete()
    {
        Directory.CreateDirectory(_folder.File("cache"));
        File.WriteAllText(Path.Combine(_folder.File("cache"), $"quality-{_engine.Pack.Id}.jsonl"), "nonsense\n");

        Assert.Contains("delete it", Assert.Throws<DataException>(() => new QualityReader(_engine, _folder.File("cache"))).Message);
    }
}
