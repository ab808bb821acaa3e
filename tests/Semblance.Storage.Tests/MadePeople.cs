namespace Semblance.Storage.Tests;

/// <summary>People whose embeddings are drawn by chance; the store does not care what they mean.</summary>
internal static class MadePeople
{
    public const string Pack = "pack-0123456789ab";

    public static Consent Consent(bool keepPhotos = true) => new("I agree.", keepPhotos, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "test");

    public static NewPerson Person(string name, int seed = 1, int faces = 2, bool keepPhotos = true, string pack = Pack) =>
        new(PersonName.Parse(name), Consent(keepPhotos), [.. Enumerable.Range(0, faces).Select(face => Face(seed * 100 + face, pack))]);

    public static NewFace Face(int seed, string pack = Pack, bool withPhoto = true)
    {
        var random = new Random(seed);
        var values = new float[256];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle() - 0.5f;
        var photo = new byte[2000];
        random.NextBytes(photo);
        var quality = new FaceQuality(100 + random.Next(50), 0.25, 0.5, 120, 40, Pose: new HeadPose(random.Next(20), -3.5, 1));
        return new NewFace(new Embedding(pack, values), quality, "straight", withPhoto ? photo : null);
    }

    public static IdempotencyKey Request(string key, byte content = 1) => new("caller", key, [content]);
}
