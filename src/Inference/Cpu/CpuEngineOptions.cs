namespace Cocoon.Inference.Cpu;

/// <summary>How much of the machine the CPU engine may use.</summary>
public sealed record CpuEngineOptions
{
    /// <summary>Compute threads. Default: the processors this process may use (.NET honours the cgroup quota).</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Sequences at once: each choice of a generation, and each text to embed, is one. Default: 8.</summary>
    public int Slots { get; init; } = 8;

    /// <summary>Requests that may wait for a slot; one more is refused as busy. Default: 64.</summary>
    public int MaxWaiting { get; init; } = 64;

    /// <summary>
    /// Tokens whose keys and values are held in memory, of all sequences together. Sequences that do not fit any more wait and
    /// are read again. Null, the default, has room for all slots with full contexts, but at most a quarter of the memory.
    /// </summary>
    public int? MaxKeyValueTokens { get; init; }
}
