namespace Cocoon.Inference.Running;

/// <summary>
/// A loaded model that reads tokens of several sequences a step and keeps their keys and values. Between it and callers
/// stands the engine, which decides what each step reads. Used by one thread at a time, the same for its whole life.
/// </summary>
public interface IModelRunner : IDisposable
{
    /// <summary>Which runner and device, such as "cocoon-cpu-avx512".</summary>
    string Name { get; }

    /// <summary>Precision class of its logits, by which audits compare: "fp32", "int8", "bf16" or "fp16".</summary>
    string Precision { get; }

    int VocabularySize { get; }

    /// <summary>Width of <see cref="StepOutput.HiddenStates"/>.</summary>
    int HiddenSize { get; }

    /// <summary>Most tokens of a sequence.</summary>
    int ContextLength { get; }

    /// <summary>Most sequences that are open at once.</summary>
    int MaxSequences { get; }

    /// <summary>Most tokens of one step.</summary>
    int MaxRows { get; }

    /// <summary>Tokens whose keys and values fit, of all sequences together.</summary>
    int Capacity { get; }

    /// <summary>Tokens of open sequences, in whole blocks where memory is given out so; what is kept only for later prefixes is free.</summary>
    int Used { get; }

    /// <summary>
    /// Opens a sequence for a prompt, with the longest beginning of it that earlier sequences read and that is still kept.
    /// The last token is always left to read, since its logits are wanted.
    /// </summary>
    /// <param name="prompt">All its tokens; one or more.</param>
    /// <param name="scope">
    /// Only sequences of the same scope share what they read; 0 for all. How fast an answer begins tells whether its prompt was
    /// read before, so strangers who must not learn that of each other get scopes of their own.
    /// </param>
    SequenceStart Open(ReadOnlySpan<int> prompt, ulong scope = 0);

    /// <summary>Makes sure that so many more tokens of a sequence fit; false when memory is full, and then nothing changed.</summary>
    bool TryReserve(int sequence, int tokens);

    /// <summary>A second sequence with all that the first has read; they share it until they differ.</summary>
    int Fork(int sequence);

    /// <summary>Ends a sequence. What it read is kept for later prompts as long as memory is not wanted for others.</summary>
    void Close(int sequence);

    /// <summary>Reads the step's tokens; what each slice asked for is then at <see cref="Output"/>.</summary>
    void Run(RunnerStep step);

    /// <summary>What slice <paramref name="slice"/> of the last step asked for; valid until the next step.</summary>
    ReadOnlySpan<float> Output(int slice);
}
