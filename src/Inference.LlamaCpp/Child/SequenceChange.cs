namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>A change of llama.cpp's sequences before a step: one shares the beginning of another, or forgets its end.</summary>
/// <param name="Source">The sequence shared from; -1 to forget.</param>
/// <param name="Target">The sequence that changes.</param>
/// <param name="Count">Tokens it shares, or keeps.</param>
internal readonly record struct SequenceChange(int Source, int Target, int Count)
{
    public static SequenceChange Share(int source, int target, int count) => new(source, target, count);

    public static SequenceChange Forget(int sequence, int from) => new(-1, sequence, from);
}
