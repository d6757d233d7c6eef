namespace Cocoon.Inference.Tensors;

/// <summary>
/// The arithmetic of a decoder on one device. Used by one thread at a time, the same for its whole life. Contents of new
/// tensors are undefined; an output never is one of the inputs unless an operation says it works in place.
/// <para>
/// A row's result depends on nothing but that row, its sequence's earlier rows and the weights: neither the other rows of
/// the step nor how a prompt was cut into steps may change a bit of it (batch invariance, which audits rely on).
/// </para>
/// </summary>
public interface ITensorBackend : IDisposable
{
    /// <summary>Device and instruction set, such as "cpu-avx512" or "cuda-bf16".</summary>
    string Name { get; }

    /// <summary>Precision class of its results, by which audits compare: "fp32", "int8", "bf16" or "fp16".</summary>
    string PrecisionOf(string quantization);

    /// <summary>Takes a matrix over. The stored memory may be used until this backend is disposed.</summary>
    IMatrix Load(StoredTensor matrix);

    /// <summary>Takes a vector (a norm's weight, a bias) over.</summary>
    ITensor LoadVector(StoredTensor vector);

    ITensor Create(int rows, int columns);

    IKeyValueStore CreateKeyValues(int layers, int blocks, int heads, int headSize);

    /// <summary>Begins a step: what native memory its operations take goes at its end.</summary>
    void BeginStep();

    void EndStep();

    /// <summary>output[r] = table row tokens[r].</summary>
    void Embed(IMatrix table, ReadOnlySpan<int> tokens, ITensor output);

    /// <summary>output[r] = weight × input[r] / sqrt(mean(input[r]²) + epsilon).</summary>
    void RmsNorm(ITensor input, ITensor weight, float epsilon, int rows, ITensor output);

    /// <summary>The same for each head of each row, in place.</summary>
    void RmsNormHeads(ITensor heads, ITensor weight, int headSize, float epsilon, int rows);

    /// <summary>output[r] = weight · input[r] + bias.</summary>
    void Linear(IMatrix weight, ITensor? bias, ITensor input, int rows, ITensor output);

    /// <summary>
    /// Rotates each head of each row by its position, in place: the halves of a head against each other, or neighbours where
    /// <paramref name="interleaved"/>. Pair i turns by positions[r] × inverseFrequencies[i]; cosine and sine are multiplied
    /// by <paramref name="magnitude"/>.
    /// </summary>
    void Rotate(ITensor heads, int headSize, ReadOnlySpan<int> positions, ReadOnlySpan<float> inverseFrequencies, float magnitude, bool interleaved);

    /// <summary>Stores keys and values of each row; slots[r] = block × 16 + place in the block.</summary>
    void Store(IKeyValueStore store, int layer, ITensor keys, ITensor values, ReadOnlySpan<int> slots);

    /// <summary>Copies one block of all layers to another.</summary>
    void CopyBlock(IKeyValueStore store, int from, int to);

    /// <summary>
    /// Causal grouped-query attention: each row attends to all positions of its sequence up to its own, by
    /// softmax(query · key × scale). The step's keys and values are stored before.
    /// </summary>
    void Attend(IKeyValueStore store, int layer, ITensor query, ReadOnlySpan<SequenceRows> sequences, float scale, ITensor output);

    /// <summary>output[r] = gate[r] × sigmoid(gate[r]) × up[r] (SwiGLU).</summary>
    void SiluMultiply(ITensor gate, ITensor up, int rows, ITensor output);

    /// <summary>target[r] += addend[r].</summary>
    void Add(ITensor target, ITensor addend, int rows);

    /// <summary>output[i] = input[rows[i]].</summary>
    void Gather(ITensor input, ReadOnlySpan<int> rows, ITensor output);

    /// <summary>Copies the first rows to the caller's memory, row by row.</summary>
    void Read(ITensor tensor, int rows, Span<float> destination);
}
