namespace Cocoon.Inference.Tests.Decoding;

/// <summary>An open sequence of a play.</summary>
internal sealed class RunnerPlaySequence(int number, int prompt)
{
    public int Number => number;

    public int Prompt => prompt;

    /// <summary>Tokens read.</summary>
    public int Read { get; set; }
}
