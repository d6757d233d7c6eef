namespace Cocoon.Inference;

/// <summary>Generations running and waiting for a slot.</summary>
public readonly record struct EngineLoad(int Running, int Waiting);
