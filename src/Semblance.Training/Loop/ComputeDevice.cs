using System.Globalization;
using System.Runtime.InteropServices;
using Semblance.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Semblance.Training.Loop;

/// <summary>Where a training computes.</summary>
internal static class ComputeDevice
{
    /// <summary>The device of a name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>.</param>
    /// <exception cref="DataException">There is no such GPU, or this build of libtorch cannot use one.</exception>
    public static Device Named(string name)
    {
        if (name == "cpu")
            return CPU;
        if (!NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out _))
            throw new DataException($"--device {name}: the libtorch beside this program computes on the CPU only; docs/training.md says how to run it with one for CUDA.");
        if (!cuda.is_available())
            throw new DataException($"--device {name}: libtorch finds no GPU; nvidia-smi must show one, with a driver that is new enough for this libtorch.");
        int index = name.Split(':') is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 0, count = cuda.device_count();
        return index < count ? new Device(DeviceType.CUDA, index) : throw new DataException($"--device {name}: this machine has {count} GPUs; the last one is cuda:{count - 1}.");
    }

    /// <summary>Where a network's weights lie.</summary>
    public static Device Of(nn.Module network) => network.parameters().First().device;
}
