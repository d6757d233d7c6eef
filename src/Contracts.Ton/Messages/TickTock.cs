namespace Cocoon.Ton.Messages;

/// <summary>When the masterchain calls a special contract.</summary>
/// <param name="Tick">At the start of each block.</param>
/// <param name="Tock">At the end of each block.</param>
public readonly record struct TickTock(bool Tick, bool Tock);
