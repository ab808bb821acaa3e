namespace Semblance.Storage.Tests.Enrolment;

/// <summary>Looks of people whose likeness is known: people of different numbers have nothing in common.</summary>
internal static class MadeLooks
{
    private const int Dimension = 512;

    public static FaceQuality Good { get; } = new(150, 0.2, 0.6, 120, 40, Pose: new HeadPose(2, 1, 0));

    /// <summary>A look of a person; two looks of one person have a cosine of 0.64, and one of 0.8 to <see cref="Pure"/>.</summary>
    public static NewFace Of(string pack, int person, int look = 0) => new(new Embedding(pack, Mix(Axis(person), Axis(100 + 13 * person + look), 0.8)), Good);

    /// <summary>Somebody who has this cosine to <see cref="Pure"/> of another person.</summary>
    public static NewFace Like(string pack, int person, int self, double cosine) => new(new Embedding(pack, Mix(Axis(person), Axis(self), cosine)), Good);

    /// <summary>A person as they are, without anything of a particular look.</summary>
    public static NewFace Pure(string pack, int person) => new(new Embedding(pack, Axis(person)), Good);

    private static float[] Axis(int number)
    {
        var axis = new float[Dimension];
        axis[number] = 1;
        return axis;
    }

    private static float[] Mix(float[] a, float[] b, double cosine) =>
        [.. a.Zip(b, (x, y) => (float)(cosine * x + Math.Sqrt(1 - cosine * cosine) * y))];
}
