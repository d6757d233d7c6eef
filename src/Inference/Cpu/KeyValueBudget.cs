using Cocoon.Inference.Models;

namespace Cocoon.Inference.Cpu;

/// <summary>How many tokens' keys and values are kept in memory.</summary>
internal static class KeyValueBudget
{
    private const int BlockSize = 16;

    /// <summary>Weights, everything else of this process and other processes need the rest.</summary>
    private const int ShareOfMemory = 4;

    /// <summary>Room for all slots with full contexts, or for as much as a quarter of the memory holds: keys and values are 32-bit floats.</summary>
    public static int DefaultTokens(ModelConfig config, int slots)
    {
        var bytesPerToken = 2L * sizeof(float) * config.Layers * config.KeyValueSize;
        var fitting = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory / bytesPerToken;
        return (int)Math.Clamp(Math.Min((long)slots * (config.ContextLength + BlockSize), fitting), BlockSize, int.MaxValue - BlockSize);
    }

    public static int Blocks(int tokens) => (int)(((long)tokens + BlockSize - 1) / BlockSize);
}
