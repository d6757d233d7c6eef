using System.Runtime.InteropServices;

namespace Cocoon.Inference.LlamaCpp.Native;

/// <summary>llama_batch of llama.h: one entry of each array a token.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BatchPointers
{
    public int Count;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public byte* Outputs;
}
