using System.Numerics;
using CsCheck;
using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>The arithmetic of the light check on answers made by formula.</summary>
public sealed class LightShapeTests
{
    private static readonly Gen<HeadPose> s_poses = Gen.Select(Gen.Double[-20, 20], Gen.Double[-15, 15]).Select((yaw, pitch) => new HeadPose(yaw, pitch, 0));

    [Fact]
    public void Fit_Sheet_HasNoBulge_HoweverItIsTilted()
    {
        Gen.Select(s_poses, Gen.Double[0.5, 2], Gen.Double[-0.2, 0.2], Gen.Double[-0.2, 0.2]).Sample((pose, level, across, down) =>
        {
            var shape = LightShape.Fit([.. FacePatch.All.Select(patch => (level * (1 + across * patch.X + down * (patch.Y - 0.5)), 0.01))], pose, new LightOptions());

            Assert.NotNull(shape);
            Assert.InRange(shape.Bulge, -1e-6, 1e-6);
            Assert.InRange(shape.Misfit, 0, 1e-6);
        });
    }

    [Fact]
    public void Fit_HeadUnderAScreen_HasABulgeOfAboutOne_InAnyPose()
    {
        s_poses.Sample(pose =>
        {
            var shape = LightShape.Fit([.. FacePatch.All.Select(patch => (Facing(patch, pose), 0.01))], pose, new LightOptions());

            Assert.NotNull(shape);
            Assert.InRange(shape.Bulge, 0.6, 1.4);
        });
    }

    [Fact]
    public void Fit_HalfTheFaceAnswersNothing_DoesNotFit()
    {
        var shape = LightShape.Fit([.. FacePatch.All.Select((_, i) => (i % 2 == 0 ? 2.0 : 0, 0.01))], new HeadPose(0, 0, 0), new LightOptions());

        Assert.NotNull(shape);
        Assert.True(shape.Misfit > 0.5, $"{shape}");
    }

    [Fact]
    public void Fit_FewPatchesMeasured_IsNull()
    {
        Assert.Null(LightShape.Fit([.. FacePatch.All.Select((_, i) => (1.0, i < 6 ? 0.01 : double.NaN))], new HeadPose(0, 0, 0), new LightOptions()));
    }

    [Fact]
    public void Response_StepsOfTheScreenUnderMovement_AreFoundByTheirColour()
    {
        var random = new Random(6);
        double[] amplitude = [0.03, 0.05, 0.04];
        double[][] shown = [.. Enumerable.Range(0, 11).Select(_ => new double[] { random.Next(3) - 1, random.Next(3) - 1, random.Next(3) - 1 })];
        // Movement changes all channels alike, and more than the screen does.
        double[]?[] steps = [.. shown.Select(row => { double moved = 0.2 * (random.NextDouble() - 0.5); return row.Select((x, channel) => amplitude[channel] * x + moved).ToArray(); })];
        var noise = LightNoise.Of([.. Enumerable.Range(0, 40).Select(_ =>
        {
            double moved = random.NextDouble();
            return new[] { moved + 0.01 * random.NextDouble(), moved + 0.01 * random.NextDouble(), moved + 0.01 * random.NextDouble() };
        })], [[.. Enumerable.Range(0, 40)]]);

        var response = LightResponse.Fit(steps, shown, noise);

        for (int channel = 0; channel < 3; channel++)
            Assert.InRange(response.Amplitude[channel], 0.7 * amplitude[channel], 1.3 * amplitude[channel]);
    }

    [Fact]
    public void Response_AgainstTheScreen_AgreesWithNothing()
    {
        double[][] shown = [[1, 0, 0], [-1, 1, 0], [0, -1, 1], [1, 0, -1], [-1, 1, 1]];
        double[]?[] steps = [.. shown.Select(row => row.Select(x => -0.1 * x).ToArray())];
        var noise = LightNoise.Of([[0.01, 0, 0], [0, 0.01, 0], [0, 0, 0.01]], [[0, 1, 2]]);

        var response = LightResponse.Fit(steps, shown, noise);

        Assert.All(response.Amplitude, amplitude => Assert.InRange(amplitude, -0.1001, -0.0999));
        Assert.Equal(0, response.Agreement);
    }

    [Fact]
    public void Inverse_TimesItsMatrix_IsOne()
    {
        double[,] matrix = { { 2, 0.5, 0.1 }, { 0.5, 3, 0.2 }, { 0.1, 0.2, 1 } };

        double[,] inverse = LightNoise.Inverse(matrix);

        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                Assert.InRange(inverse[a, 0] * matrix[0, b] + inverse[a, 1] * matrix[1, b] + inverse[a, 2] * matrix[2, b], (a == b ? 1 : 0) - 1e-9, (a == b ? 1 : 0) + 1e-9);
        }
    }

    private static double Facing(FacePatch patch, HeadPose pose)
    {
        const float Radian = MathF.PI / 180;
        var normal = Vector3.TransformNormal(patch.Normal, Matrix4x4.CreateRotationX((float)pose.Pitch * Radian) * Matrix4x4.CreateRotationY((float)pose.Yaw * Radian));
        return Math.Max(0, Vector3.Dot(normal, Vector3.Normalize(new Vector3(0, 0.2f, 1))));
    }
}
