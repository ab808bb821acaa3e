using Microsoft.ML.OnnxRuntime;

namespace Semblance.Networks;

/// <summary>
/// A network that ONNX Runtime runs: the one owner of a session. Numbers are 32-bit floats. Errors reach the caller as exceptions and nothing is written to stderr; telemetry
/// is off. Several threads may run it at once; it must not be disposed while one does. Disposing twice is harmless.
/// </summary>
internal sealed class OnnxNetwork : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly string[] _inputs, _outputs;
    private int _disposed;

    private OnnxNetwork(InferenceSession session, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs) => (_session, _inputs, _outputs) = (session, [.. inputs], [.. outputs]);

    /// <summary>Loads a network.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="expected">Which inputs and outputs it must have.</param>
    /// <param name="options">How it is run; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options are out of their range.</exception>
    /// <exception cref="ExecutionProviderException">The provider cannot be had.</exception>
    /// <exception cref="InvalidDataException">The network has other inputs or outputs.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public static OnnxNetwork Load(byte[] model, NetworkShape expected, RuntimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= RuntimeOptions.Default;
        options.Check();
        OnnxTelemetry.Disable();
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            // Of inputs that differ in size, the memory plan of the last one is of no use.
            EnableMemoryPattern = !expected.VariesInSize,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        foreach (var (name, value) in options.SessionSettings)
            settings.AddSessionConfigEntry(name, value);
        // A thread that waits actively for the next call takes a whole core from everything else.
        if (!options.SessionSettings.ContainsKey("session.intra_op.allow_spinning"))
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        ProviderSetup.Apply(settings, options);
        var session = new InferenceSession(model, settings);
        try
        {
            return new OnnxNetwork(session, Named(expected.Inputs, session.InputNames, "input", expected), Named(expected.Outputs, session.OutputNames, "output", expected));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The sizes of an input; -1 where any size goes.</summary>
    /// <param name="index">Which, in the order of <see cref="NetworkShape.Inputs"/>.</param>
    public IReadOnlyList<int> SizeOf(int index) => _session.InputMetadata[_inputs[index]].Dimensions;

    /// <summary>Runs it on one input.</summary>
    /// <param name="numbers">The input; as many numbers as the size says.</param>
    /// <param name="size">Its sizes, such as 1 x 3 x height x width.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <exception cref="OnnxRuntimeException">The network does not take such an input.</exception>
    /// <returns>What it answered; the caller disposes it.</returns>
    public NetworkOutputs Run(Memory<float> numbers, long[] size)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, numbers, size);
        return Run([input]);
    }

    /// <summary>Runs it on two inputs of one size, in the order of <see cref="NetworkShape.Inputs"/>.</summary>
    public NetworkOutputs Run(Memory<float> first, Memory<float> second, long[] size)
    {
        using var one = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, first, size);
        using var other = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, second, size);
        return Run([one, other]);
    }

    /// <summary>Frees the session.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _run.Dispose();
        _session.Dispose();
    }

    private NetworkOutputs Run(OrtValue[] inputs)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return new NetworkOutputs(_session.Run(_run, _inputs, inputs, _outputs));
    }

    // Networks come with any names: where none is asked for, the only input and the first output are meant.
    private static IReadOnlyList<string> Named(IReadOnlyList<string> wanted, IReadOnlyList<string> there, string kind, NetworkShape expected)
    {
        if (wanted.Count == 0)
            return kind == "output" || there.Count == 1 ? [there[0]] : throw new InvalidDataException($"it has {there.Count} inputs instead of one, {expected.Otherwise}.");
        return wanted.FirstOrDefault(name => !there.Contains(name)) is { } missing ? throw new InvalidDataException($"it has no {kind} {missing}, {expected.Otherwise}.") : wanted;
    }
}

/// <summary>Which inputs and outputs a network must have.</summary>
/// <param name="Inputs">The names of its inputs, in the order that they are given in; none: its only input, whatever its name.</param>
/// <param name="Outputs">The names of its outputs, in the order that they are read in; none: its first one.</param>
/// <param name="Otherwise">The end of the sentence that refuses another network: "so it is no ...".</param>
/// <param name="VariesInSize">Whether its input is of another size from call to call.</param>
internal sealed record NetworkShape(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, string Otherwise, bool VariesInSize = false);

/// <summary>What a network answered, until it is disposed.</summary>
internal readonly ref struct NetworkOutputs(IDisposableReadOnlyCollection<OrtValue> values)
{
    private readonly IDisposableReadOnlyCollection<OrtValue> _values = values;

    /// <summary>The numbers of an output, in the order of <see cref="NetworkShape.Outputs"/>.</summary>
    public ReadOnlySpan<float> this[int index] => _values[index].GetTensorDataAsSpan<float>();

    /// <summary>Frees the numbers.</summary>
    public void Dispose() => _values.Dispose();
}
