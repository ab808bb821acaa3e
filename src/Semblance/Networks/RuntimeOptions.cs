namespace Semblance;

/// <summary>What ONNX Runtime computes with. Which of them there are depends on the native package that a program takes.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor: <c>cpu</c>. In every package.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU: <c>cuda</c>, with Microsoft.ML.OnnxRuntime.Gpu.</summary>
    Cuda,

    /// <summary>Any GPU of Windows: <c>directml</c>, with Microsoft.ML.OnnxRuntime.DirectML.</summary>
    DirectMl,

    /// <summary>Apple's processors: <c>coreml</c>, with Microsoft.ML.OnnxRuntime on macOS.</summary>
    CoreMl,

    /// <summary>Intel's processors and GPUs: <c>openvino</c>, with Intel.ML.OnnxRuntime.OpenVino.</summary>
    OpenVino,
}

/// <summary>How networks are run. The defaults suit the small networks of a pack. Immutable.</summary>
public sealed record RuntimeOptions
{
    /// <summary>The processor, one thread.</summary>
    public static RuntimeOptions Default { get; } = new();

    /// <summary>What computes. Where it is missing, starting a network fails with an <see cref="ExecutionProviderException"/>: nothing falls back to the processor. Default: the processor.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads of one call, at least 1. Default 1, the best for networks that take less than about 10 ms.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Settings of the provider by its own names, such as <c>device_id</c> = <c>1</c>; none for the processor. Default: none.</summary>
    public IReadOnlyDictionary<string, string> ProviderSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Settings of the session by ONNX Runtime's names, such as <c>session.intra_op.allow_spinning</c>, which is <c>0</c> unless it is given here. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> SessionSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>The provider of a name: cpu, cuda, directml, coreml or openvino, in any case.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static ExecutionProvider ProviderNamed(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Enum.TryParse<ExecutionProvider>(name, ignoreCase: true, out var provider) && Enum.IsDefined(provider) && !char.IsAsciiDigit(name[0])
            ? provider
            : throw new ArgumentException($"There is no execution provider \"{name}\"; there are {string.Join(", ", Enum.GetNames<ExecutionProvider>().Select(known => known.ToLowerInvariant()))}.", nameof(name));
    }

    /// <summary>Refuses numbers out of their range.</summary>
    /// <exception cref="ArgumentException">Threads below 1, or settings for the processor, which takes none.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        if (Provider == ExecutionProvider.Cpu && ProviderSettings.Count > 0)
            throw new ArgumentException("The processor takes no provider settings.");
    }
}

/// <summary>The execution provider that was asked for is not in this ONNX Runtime, or cannot be started on this machine. The message says which and what to do.</summary>
public sealed class ExecutionProviderException(string message, Exception? inner = null) : Exception(message, inner);
