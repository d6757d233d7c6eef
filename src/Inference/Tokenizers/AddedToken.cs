namespace Cocoon.Inference.Tokenizers;

/// <summary>A token that is looked for in the text before anything else.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Text">What it is written as; not empty.</param>
internal sealed record AddedToken(int Id, string Text)
{
    /// <summary>Whether white space before it goes with it.</summary>
    public bool TakesLeft { get; init; }

    /// <summary>Whether white space after it goes with it.</summary>
    public bool TakesRight { get; init; }

    /// <summary>Whether it counts only between characters that are no part of words.</summary>
    public bool IsWord { get; init; }

    /// <summary>Whether it is looked for after the others, in the normalised text.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether it is for control, as the file says.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>
    /// Whether it is only a run of white space, as Gemma's vocabulary has them: it means nothing but itself and is found in
    /// everybody's text. Any other is for the template alone.
    /// </summary>
    public bool IsPlain => !IsSpecial && Text.All(letter => char.IsWhiteSpace(letter) || letter == '▁');
}
