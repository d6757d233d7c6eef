namespace Cocoon.Inference.Cpu;

/// <summary>How much of the machine the CPU engine may use.</summary>
public sealed record CpuEngineOptions
{
    /// <summary>Compute threads. Default: the processors this process may use (.NET honours the cgroup quota).</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Generations at once; each needs memory for its keys and values. Default: 8.</summary>
    public int Slots { get; init; } = 8;

    /// <summary>Generations that may wait for a slot; one more is refused as busy. Default: 64.</summary>
    public int MaxWaiting { get; init; } = 64;
}
