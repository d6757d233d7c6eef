using Cocoon.LocalRuntime.Calls;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>The calls waiting for one activation, oldest first; links live in the calls, so adding and removing allocate nothing.</summary>
internal sealed class CallList
{
    private Call? _last;
    private int _mayInterleave;

    public Call? First { get; private set; }

    public int Count { get; private set; }

    /// <summary>Whether a call further back might be allowed to run before the first.</summary>
    public bool MayHoldInterleaving => _mayInterleave > 0;

    public void Add(Call call)
    {
        call.PreviousWaiting = _last;
        call.NextWaiting = null;
        if (_last is null) First = call;
        else _last.NextWaiting = call;
        _last = call;
        Count++;
        if (Interleaves(call)) _mayInterleave++;
    }

    /// <summary>Takes a call out; false if it is not in the list.</summary>
    public bool Remove(Call call)
    {
        if (call.PreviousWaiting is null && !ReferenceEquals(First, call)) return false;
        if (call.PreviousWaiting is null) First = call.NextWaiting;
        else call.PreviousWaiting.NextWaiting = call.NextWaiting;
        if (call.NextWaiting is null) _last = call.PreviousWaiting;
        else call.NextWaiting.PreviousWaiting = call.PreviousWaiting;
        call.NextWaiting = call.PreviousWaiting = null;
        Count--;
        if (Interleaves(call)) _mayInterleave--;
        return true;
    }

    private static bool Interleaves(Call call) => call.IsAlwaysInterleave || call.IsReadOnly || call.ReentrancyId != Guid.Empty;
}
