using System.Text;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Chat;

/// <summary>
/// Counts, encodes and decodes chats for one model. Text of people never becomes a control token, whatever it contains.
/// Thread-safe.
/// </summary>
public sealed class ChatTokenizer
{
    internal ChatTokenizer(BpeTokenizer tokenizer) => Tokenizer = tokenizer;

    public BpeTokenizer Tokenizer { get; }

    public IReadOnlyList<int> Encode(ChatPrompt prompt)
    {
        var ids = new List<int>();
        foreach (var piece in ChatMl.Render(prompt)) Tokenizer.Encode(piece.Text, piece.IsTrusted, ids);
        return ids;
    }

    /// <summary>Exact prompt tokens.</summary>
    public int Count(ChatPrompt prompt) => Encode(prompt).Count;

    /// <summary>The text of tokens; bytes that form no character become U+FFFD.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        var assembler = new Utf8Assembler();
        var text = new StringBuilder();
        foreach (var token in tokens) text.Append(assembler.Append(Tokenizer.Bytes(token)));
        return text.Append(assembler.Flush()).ToString();
    }
}
