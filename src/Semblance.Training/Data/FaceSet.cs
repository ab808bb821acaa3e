using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Data;

/// <summary>One training photo.</summary>
/// <param name="File">Where it was read from.</param>
/// <param name="Identity">Index into <see cref="FaceSet.Identities"/>.</param>
/// <param name="Levels">92 x 112 grey levels, row by row.</param>
internal sealed record FaceImage(string File, int Identity, byte[] Levels)
{
    /// <summary>The image as a photo.</summary>
    public Photo ToPhoto() => Photo.FromGrey(EmbeddingNetwork.Width, EmbeddingNetwork.Height, Levels);
}

/// <summary>Grey faces by identity, in memory. Immutable.</summary>
/// <param name="Identities">Names, in ordinal string order (s1, s10, s11, ... s2: as the lesson's folders are listed).</param>
/// <param name="Images">All photos, identity after identity.</param>
internal sealed record FaceSet(IReadOnlyList<string> Identities, IReadOnlyList<FaceImage> Images)
{
    /// <summary>The identities at some positions, renumbered from 0 in the order given.</summary>
    public FaceSet Select(IEnumerable<int> identities)
    {
        var chosen = identities.ToList();
        var images = chosen.SelectMany((old, now) => Images.Where(i => i.Identity == old).Select(i => i with { Identity = now }));
        return new FaceSet([.. chosen.Select(i => Identities[i])], [.. images]);
    }

    /// <summary>The first identities for training and the last ones for testing, as the lesson splits.</summary>
    /// <param name="testIdentities">How many of the last identities are held out, 0 or more.</param>
    public (FaceSet Train, FaceSet Test) SplitLast(int testIdentities)
    {
        int train = Identities.Count - testIdentities;
        return (Select(Enumerable.Range(0, train)), Select(Enumerable.Range(train, testIdentities)));
    }

    /// <summary>Some of the photos as a tensor, <c>N x 1 x 112 x 92</c>, levels scaled to 0..1.</summary>
    public Tensor ToTensor(IReadOnlyList<int> images)
    {
        int size = EmbeddingNetwork.Width * EmbeddingNetwork.Height;
        var numbers = new float[images.Count * size];
        for (int i = 0; i < images.Count; i++)
        {
            var levels = Images[images[i]].Levels;
            for (int k = 0; k < size; k++)
                numbers[i * size + k] = levels[k] / 255f;
        }
        return tensor(numbers, [images.Count, 1, EmbeddingNetwork.Height, EmbeddingNetwork.Width]);
    }
}
