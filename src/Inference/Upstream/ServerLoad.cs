namespace Cocoon.Inference.Upstream;

/// <summary>What a server says of itself, whoever sent it work.</summary>
/// <param name="Running">Generations under way.</param>
/// <param name="Waiting">Generations in its queue.</param>
/// <param name="MemoryUsed">Share of its memory for keys and values in use, 0 to 1; 0 where it does not say.</param>
internal sealed record ServerLoad(int Running, int Waiting, double MemoryUsed);
