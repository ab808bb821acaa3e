namespace Semblance.Tests.Cli;

/// <summary>Photos with a pack that has its own detector, where OpenCV's native library cannot be loaded.</summary>
public sealed class WithoutOpenCvTests : IClassFixture<WithoutOpenCvTests.Installation>, IDisposable
{
    private readonly CommandLine _semblance;

    public WithoutOpenCvTests(Installation installation)
    {
        _semblance = new CommandLine(installation.Program.FileName);
        _semblance.Pack = InstalledProgram.AddPublishedNetworks(_semblance, "published");
    }

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Detect_Haar_ShowsThatOpenCvCannotBeLoaded()
    {
        var result = _semblance.Run("detect", Anna, "--haar");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("OpenCV cannot be loaded", result.Error);
    }

    [Fact]
    public void Detect_Photo_GivesBoxScoreAndLandmarks()
    {
        var result = _semblance.Run("detect", Anna, "--json", "--out", _semblance.File("boxes"));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(["file", "turned", "faces"], result.Json.EnumerateObject().Select(field => field.Name));
        var face = result.Json.GetProperty("faces")[0];
        Assert.Equal(["box", "score", "landmarks"], face.EnumerateObject().Select(field => field.Name));
        var box = face.GetProperty("box").EnumerateArray().Select(number => number.GetDouble()).ToList();
        var landmarks = face.GetProperty("landmarks").EnumerateArray().Select(point => (X: point[0].GetDouble(), Y: point[1].GetDouble())).ToList();
        Assert.Equal((4, 5), (box.Count, landmarks.Count));
        Assert.All(landmarks, point => Assert.True(point.X > box[0] && point.X < box[0] + box[2] && point.Y > box[1] && point.Y < box[1] + box[3]));
        // The camera sees the right eye and mouth corner on the left, and the eyes above the mouth.
        Assert.True(landmarks[0].X < landmarks[1].X && landmarks[3].X < landmarks[4].X && landmarks[0].Y < landmarks[3].Y);
        Assert.Single(Directory.GetFiles(_semblance.File("boxes")));
    }

    [Fact]
    public void Compare_Photos_TellsPeopleApart()
    {
        var same = _semblance.Run("compare", Anna, AnnaLater, "--json");
        var other = _semblance.Run("compare", Anna, Ben, "--json");

        Assert.Equal((0, "Match"), (same.ExitCode, same.Outcome));
        Assert.Equal((1, "NoMatch"), (other.ExitCode, other.Outcome));
        Assert.StartsWith("published-", same.Json.GetProperty("pack").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EnrollAndVerify_Photos_TellPeopleApart()
    {
        string folder = _semblance.File("photos");
        Directory.CreateDirectory(folder);
        File.Copy(Anna, Path.Combine(folder, "a.jpg"));

        var enrolled = _semblance.Run("enroll", "anna", "--from", folder);
        var same = _semblance.Run("verify", "--liveness", "off", "anna", "--from", AnnaLater, "--json");
        var other = _semblance.Run("verify", "--liveness", "off", "anna", "--from", Ben, "--json");

        Assert.True(enrolled.ExitCode == 0, enrolled.Error);
        Assert.Equal((0, "Match"), (same.ExitCode, same.Outcome));
        Assert.Equal((1, "NoMatch"), (other.ExitCode, other.Outcome));
    }

    [Fact]
    public void Verify_Video_SaysThatItNeedsOpenCv()
    {
        Assert.Equal(0, _semblance.Run("enroll", "anna", "--from", Anna).ExitCode);

        var result = _semblance.Run("verify", "--liveness", "off", "anna", "--from", CommandLine.Clip("person-a"), "--json");

        result.AssertIsError(3);
        Assert.Contains("OpenCV cannot be loaded", result.Error);
    }

    private static string Anna => CommandLine.Lfw("Abdullah_Gul", 13);

    private static string AnnaLater => CommandLine.Lfw("Abdullah_Gul", 14);

    private static string Ben => CommandLine.Lfw("Ahmed_Ghazi");

    /// <summary>The program, installed once for all of these tests.</summary>
    public sealed class Installation : IDisposable
    {
        internal InstalledProgram Program { get; } = new("Semblance.Cli");

        public void Dispose() => Program.Dispose();
    }
}
