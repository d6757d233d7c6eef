namespace Cocoon.Inference.LlamaCpp.Native;

/// <summary>
/// Where the fields lie that are set, in the parameter structs of release v0.5.0 (llama.h, llama_context_params). A library
/// whose defaults do not lie there is refused: the struct has changed, and writing into it would crash or, worse, miscompute.
/// </summary>
internal static class LlamaLayout
{
    public const int Context = 0;
    public const int Batch = 4;
    public const int MicroBatch = 8;
    public const int Sequences = 12;
    public const int Threads = 28;
    public const int BatchThreads = 32;
    public const int FlashAttention = 52;
    public const int KeyType = 104;
    public const int ValueType = 108;

    /// <summary>embeddings, offload_kqv, no_perf, op_offload: four booleans, a byte each.</summary>
    public const int Switches = 128;

    /// <summary>kv_unified: the last of the booleans. One pool of cells for all sequences, so that a prefix can be shared.</summary>
    public const int UnifiedCells = 133;

    private const uint HalfFloat = 1;
    private const uint Automatic = uint.MaxValue;

    /// <summary>Throws unless the library's defaults lie where this release has them.</summary>
    public static void Require(in ParameterBlob defaults)
    {
        var fits = defaults.Get(Context) == 512 && defaults.Get(Batch) == 2048 && defaults.Get(MicroBatch) == 512 && defaults.Get(Sequences) == 1
            && defaults.Get(Threads) == 4 && defaults.Get(BatchThreads) == 4
            && defaults.Get(FlashAttention) == Automatic && defaults.Get(KeyType) == HalfFloat && defaults.Get(ValueType) == HalfFloat
            && defaults.Get(Switches) == 0x01010100 && defaults[UnifiedCells - 1] == 1 && defaults[UnifiedCells] == 0;
        if (!fits)
            throw new LlamaCppException("The parameters of this llama.cpp lie elsewhere than in release v0.5.0: use the library of the pinned package (docs/engines.md).");
    }
}
