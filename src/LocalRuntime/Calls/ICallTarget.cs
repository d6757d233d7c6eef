namespace Cocoon.LocalRuntime.Calls;

/// <summary>Takes calls for one grain id: an activation, or the pool of a stateless worker.</summary>
internal interface ICallTarget
{
    /// <summary>Takes the call; false if this target has ended and the call must be addressed anew. Thread-safe.</summary>
    bool TryReceive(Call call);
}
