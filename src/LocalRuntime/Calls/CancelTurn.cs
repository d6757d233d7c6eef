namespace Cocoon.LocalRuntime.Calls;

/// <summary>A turn in which a callee learns that its caller has cancelled.</summary>
internal sealed record CancelTurn(WaitingCall Call);
