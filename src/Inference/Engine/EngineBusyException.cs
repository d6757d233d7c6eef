namespace Cocoon.Inference;

/// <summary>All slots are taken and the queue is full; nothing was done.</summary>
public sealed class EngineBusyException() : Exception("All slots of the engine are in use and its queue is full.");
