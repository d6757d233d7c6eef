namespace Cocoon.Simulation.Runtime;

/// <summary>Code that should be deterministic ran outside the simulation's thread; the message has the stack.</summary>
public sealed class EscapedTurnException(string message) : Exception(message);
