using System.Runtime.InteropServices;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>Keeps tensors where they are, as long as addresses into them are in use.</summary>
internal sealed unsafe class Pins : IDisposable
{
    private readonly Dictionary<uint[], GCHandle> _handles = new(ReferenceEqualityComparer.Instance);

    public uint* Of(Tensor tensor)
    {
        if (!_handles.TryGetValue(tensor.Words, out var handle))
            _handles.Add(tensor.Words, handle = GCHandle.Alloc(tensor.Words, GCHandleType.Pinned));
        return (uint*)handle.AddrOfPinnedObject();
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~Pins() => Free();

    private void Free()
    {
        foreach (var handle in _handles.Values) handle.Free();
        _handles.Clear();
    }
}
