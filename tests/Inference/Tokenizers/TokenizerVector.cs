namespace Cocoon.Inference.Tests.Tokenizers;

/// <summary>A text and its tokens in the reference tokenizer.</summary>
public sealed record TokenizerVector(string Text, int[] Ids)
{
    public override string ToString() => Text;
}
