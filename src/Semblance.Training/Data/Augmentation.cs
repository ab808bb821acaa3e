using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Semblance.Training.Data;

/// <summary>
/// Varies training faces so that a network cannot learn the photos by heart: mirror image, rotation, scale, shift and stretch; light
/// from one side, contrast and brightness; blur, noise, and a covered patch. Draws from Torch's random generator.
/// </summary>
internal static class Augmentation
{
    /// <summary>A varied copy of a batch.</summary>
    /// <param name="faces"><c>N x 1 x H x W</c>, levels 0..1.</param>
    public static Tensor Apply(Tensor faces)
    {
        using var scope = NewDisposeScope();
        var varied = Light(Move(faces));
        varied = varied + randn_like(varied) * Uniform(varied, 0, 0.04);
        return Cover(varied).clamp(0, 1).MoveToOuterDisposeScope();
    }

    private static Tensor Uniform(Tensor like, double low, double high) => rand(like.shape[0], 1, 1, 1, device: like.device) * (high - low) + low;

    private static Tensor Move(Tensor faces)
    {
        long n = faces.shape[0];
        var device = faces.device;
        double aspect = (double)faces.shape[3] / faces.shape[2];
        var angle = (randn(n, device: device) * (8 * Math.PI / 180)).clamp(-0.4, 0.4);
        var scale = 1 + (rand(n, device: device) * 2 - 1) * 0.12;
        var stretch = 1 + (rand(n, device: device) * 2 - 1) * 0.06;
        var mirror = (rand(n, device: device) < 0.5).to(float32) * 2 - 1;
        var shear = (rand(n, device: device) * 2 - 1) * 0.08;
        var (cos, sin) = (angle.cos() * scale, angle.sin() * scale);
        // Rows of the 2x3 maps from output to input in coordinates -1..1; the aspect keeps rotations rigid.
        var row0 = stack([cos * stretch * mirror, -sin / aspect + shear, (rand(n, device: device) * 2 - 1) * 0.12], 1);
        var row1 = stack([sin * aspect * mirror, cos / stretch, (rand(n, device: device) * 2 - 1) * 0.10], 1);
        var grid = affine_grid(stack([row0, row1], 1), faces.shape, align_corners: false);
        return grid_sample(faces, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, false);
    }

    private static Tensor Light(Tensor faces)
    {
        long height = faces.shape[2], width = faces.shape[3];
        var gamma = ((rand(faces.shape[0], 1, 1, 1, device: faces.device) * 2 - 1) * 0.5).exp();
        var contrast = Uniform(faces, 0.7, 1.3);
        var brightness = Uniform(faces, -0.15, 0.15);
        var ramp = Uniform(faces, -0.2, 0.2) * linspace(-1, 1, width, device: faces.device).view(1, 1, 1, width) + Uniform(faces, -0.15, 0.15) * linspace(-1, 1, height, device: faces.device).view(1, 1, height, 1);
        var lit = (faces.clamp(1e-4, 1).pow(gamma) - 0.5) * contrast + 0.5 + brightness + ramp;
        var blurred = avg_pool2d(lit, 3, 1, 1, count_include_pad: false);
        var share = Uniform(faces, 0, 1) * (rand(faces.shape[0], 1, 1, 1, device: faces.device) < 0.5).to(float32);
        return lit + (blurred - lit) * share;
    }

    private static Tensor Cover(Tensor faces)
    {
        long height = faces.shape[2], width = faces.shape[3];
        var y = arange(height, device: faces.device).view(1, 1, height, 1).to(float32);
        var x = arange(width, device: faces.device).view(1, 1, 1, width).to(float32);
        var (top, left) = (Uniform(faces, 0, height), Uniform(faces, 0, width));
        var (tall, wide) = (Uniform(faces, 8, 40), Uniform(faces, 8, 40));
        var inside = ((y - top).abs() < tall / 2).logical_and((x - left).abs() < wide / 2).logical_and(rand(faces.shape[0], 1, 1, 1, device: faces.device) < 0.5).to(float32);
        return faces * (1 - inside) + inside * Uniform(faces, 0, 1);
    }
}
