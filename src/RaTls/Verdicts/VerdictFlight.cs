namespace Cocoon.RaTls.Verdicts;

/// <summary>A verification in progress, which all who ask for the same wait for.</summary>
internal readonly record struct VerdictFlight(VerdictSlot Slot, VerdictKey Key, DateTimeOffset? ReceivedAt);
