using System.Runtime;
using TorchSharp;

namespace Semblance.Training;

/// <summary>
/// A stretch of tensor work: every tensor made in it is disposed at its end, and the garbage collector does not run in it.
/// The second is needed because TorchSharp 0.107 turns each number in an expression like <c>x * 0.5</c> into a native scalar that
/// nothing refers to while the native call is using it; a collection at that moment frees it, and the call fails or computes
/// nonsense. (dotnet/TorchSharp pull requests 1434 and 1496 are about these scalars.)
/// </summary>
internal sealed class TorchScope : IDisposable
{
    // What a step may allocate on the managed heap: batches of images are copied through it. Work beyond that lets the collector run
    // again; only the export of the lesson's 75 MB gets there, and it has made its last scalar by then.
    private const long ManagedBytes = 192L << 20;

    private readonly DisposeScope _tensors;
    private readonly bool _holdsCollector;

    private TorchScope(DisposeScope tensors, bool holdsCollector) => (_tensors, _holdsCollector) = (tensors, holdsCollector);

    /// <summary>Begins a stretch; inside another one, only the tensors are scoped anew.</summary>
    /// <exception cref="InsufficientMemoryException">The memory of a step cannot be set aside, so the collector could run in it.</exception>
    public static TorchScope Enter()
    {
        bool outermost = GCSettings.LatencyMode != GCLatencyMode.NoGCRegion;
        if (outermost && !GC.TryStartNoGCRegion(ManagedBytes))
            throw new InsufficientMemoryException($"A training step needs {ManagedBytes >> 20} MB of memory beside its tensors, and they are not to be had.");
        return new TorchScope(torch.NewDisposeScope(), outermost);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _tensors.Dispose();
        if (_holdsCollector && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            GC.EndNoGCRegion();
    }
}
