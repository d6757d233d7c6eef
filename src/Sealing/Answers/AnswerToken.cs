namespace Cocoon.Sealing;

/// <summary>What one chunk of an answer holds, but for the last, which holds the salt of the receipt's commitments.</summary>
/// <param name="TokenId">The token; null for text without one.</param>
/// <param name="Text">Text that became complete with this token; may be empty, inside a character for example.</param>
/// <param name="LogProb">Natural logarithm of the token's probability, when asked for.</param>
public readonly record struct AnswerToken(int? TokenId, string Text, float? LogProb)
{
    /// <summary>Most choices of one answer.</summary>
    public const int MaxChoices = 128;

    private readonly IReadOnlyList<AnswerLogProb>? _top;

    /// <summary>Which of a request's answers, or of an embedding request's inputs, this belongs to, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>What <see cref="Text"/> is.</summary>
    public AnswerKind Kind { get; init; }

    /// <summary>Set where a tool call begins.</summary>
    public AnswerTool? Tool { get; init; }

    /// <summary>Set in the last step of each choice.</summary>
    public AnswerFinish? Finish { get; init; }

    /// <summary>The chosen token's bytes; empty unless log probabilities were asked for.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The likeliest tokens at this step, likeliest first; empty unless asked for.</summary>
    public IReadOnlyList<AnswerLogProb> Top
    {
        get => _top ?? [];
        init => _top = value;
    }

    /// <summary>The vector of an input; empty in answers made of text.</summary>
    public ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>Text as bytes: docs/sealing.md, "What a chunk says".</summary>
    public byte[] Encode() => AnswerTokenForm.Write(this);

    /// <summary>Reads what <see cref="Encode"/> wrote. Never throws.</summary>
    /// <returns>False when it is too short, is no UTF-8, or has an unknown form.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out AnswerToken token) => AnswerTokenForm.TryRead(bytes, out token);
}
