namespace Cocoon.Inference.Tokenizers;

/// <summary>A model's vocabulary: texts become token ids, ids the bytes they stand for. Immutable and thread-safe.</summary>
public interface ITokenizer
{
    /// <summary>Ids are below this.</summary>
    int VocabularySize { get; }

    /// <summary>Tokens that stand before a text that no chat template has made, such as the beginning of the sequence. Default: none.</summary>
    IReadOnlyList<int> Prefix => [];

    /// <summary>Tokens that stand after such a text. Default: none.</summary>
    IReadOnlyList<int> Suffix => [];

    /// <summary>Whether the space that begins a decoded text is not part of it, as in SentencePiece's vocabularies. Default: no.</summary>
    bool HasDummyPrefix => false;

    /// <summary>The id of an added token such as "&lt;|im_end|&gt;"; null when there is none of this text.</summary>
    int? AddedToken(string text);

    /// <summary>Whether a token is an added one, such as a control token, which text alone never becomes.</summary>
    bool IsAdded(int token);

    /// <summary>Whether a token has a text; models may have spare ids that do not.</summary>
    bool Knows(int token);

    /// <summary>The UTF-8 bytes a token stands for; may be a part of a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    ReadOnlyMemory<byte> Bytes(int token);

    /// <summary>
    /// Appends the tokens of a text. With <paramref name="parseAdded"/> the added tokens in it are recognised; never do that
    /// with text from outside, or a user could write the end of their own turn.
    /// </summary>
    void Encode(string text, bool parseAdded, List<int> ids);

    /// <summary>
    /// Appends the tokens of a text of which only parts are trusted: an added token is recognised where all of it lies in one
    /// of them. What is between added tokens is cut into words without regard to who wrote it, as the model was taught.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="trusted">Parts that may hold added tokens, counted from the start, in order, without overlaps.</param>
    /// <param name="ids">Where the tokens go.</param>
    void Encode(string text, IReadOnlyList<Range> trusted, List<int> ids)
    {
        var plain = 0;
        foreach (var range in trusted)
        {
            Encode(text[plain..range.Start.Value], parseAdded: false, ids);
            Encode(text[range], parseAdded: true, ids);
            plain = range.End.Value;
        }
        Encode(text[plain..], parseAdded: false, ids);
    }

    /// <summary>Tokens of a text; see the other overload.</summary>
    IReadOnlyList<int> Encode(string text, bool parseAdded)
    {
        var ids = new List<int>();
        Encode(text, parseAdded, ids);
        return ids;
    }
}
