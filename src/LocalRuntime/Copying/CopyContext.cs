using Orleans;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>One copy operation: remembers what was copied, so that shared and circular references stay so. One thread at a time.</summary>
internal sealed class CopyContext
{
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);

    public object? Copy(object? value, Type declaredType)
    {
        if (value is null || DeepCopier.IsImmutable(value.GetType())) return value;

        // A grain that passes itself passes a reference: its object never leaves its turns.
        if (value is IGrainBase and IAddressable && declaredType.IsInterface) return ((IAddressable)value).AsReference(declaredType);
        return _copies.TryGetValue(value, out var copy) ? copy : DeepCopier.CopierOf(value.GetType(), declaredType)(value, this);
    }

    public T Copy<T>(T value) => (T)Copy(value, typeof(T))!;

    public void Record(object original, object copy) => _copies[original] = copy;

    public void Clear()
    {
        // A copy of something huge must not leave its dictionary behind on the thread.
        if (_copies.Count > 1024) _copies.TrimExcess(0);
        _copies.Clear();
    }
}
