using System.Text;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Gguf;
using Cocoon.Inference.Tokenizers;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Chat;

/// <summary>
/// Counts, encodes and decodes chats for one model. Text of people never becomes a control token, whatever it contains.
/// Thread-safe.
/// </summary>
public sealed class ChatTokenizer
{
    /// <summary>Tokens at a prompt's end in which an opened thought is looked for.</summary>
    private const int TailTokens = 16;

    private readonly IChatTemplate _template;

    /// <param name="tokenizer">The model's vocabulary.</param>
    /// <param name="template">Its chat template. Default: plain ChatML.</param>
    internal ChatTokenizer(ITokenizer tokenizer, IChatTemplate? template = null)
    {
        _template = template ?? new ChatMl();
        Tokenizer = tokenizer;
        Tools = _template.Tools(tokenizer);
        Reasoning = _template.KnowsThoughts ? ReasoningMarkup.Of(tokenizer) : null;
    }

    public ITokenizer Tokenizer { get; }

    /// <summary>What the template and the vocabulary allow: <see cref="EngineCapabilities.Tools"/> and <see cref="EngineCapabilities.Reasoning"/>.</summary>
    public EngineCapabilities Capabilities =>
        (Tools is null ? EngineCapabilities.None : EngineCapabilities.Tools) | (Reasoning is null ? EngineCapabilities.None : EngineCapabilities.Reasoning);

    /// <summary>How the model writes calls; null where it was not taught to.</summary>
    internal ToolMarkup? Tools { get; }

    /// <summary>How it marks its thoughts; null where it has none.</summary>
    internal ReasoningMarkup? Reasoning { get; }

    /// <summary>Reads tokenizer.json, tokenizer_config.json and chat_template.jinja of a folder in Hugging Face layout.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="time">Tells templates that ask for it the date. Default: the system's clock.</param>
    /// <exception cref="ModelFileException">A file is missing or not understood.</exception>
    public static ChatTokenizer Open(string folder, TimeProvider? time = null) =>
        new(TokenizerFile.Load(ModelFiles.Find(Full(folder), "tokenizer.json")), ChatTemplateFile.Load(Full(folder), time ?? TimeProvider.System));

    /// <summary>The tokenizer and the chat template inside a GGUF file.</summary>
    /// <exception cref="ModelFileException">They are missing or not understood.</exception>
    internal static ChatTokenizer Open(GgufVocabulary file, TimeProvider? time = null)
    {
        var tokens = new Dictionary<string, string>();
        if (file.BeginToken is { } begin) tokens["bos_token"] = file.Tokens[begin];
        if (file.EndToken is { } end) tokens["eos_token"] = file.Tokens[end];
        var template = file.ChatTemplate ?? throw new ModelFileException($"The GGUF file '{file.Path}' has no chat template. Put the model's tokenizer.json and tokenizer_config.json beside it.");
        return new ChatTokenizer(GgufTokenizer.Of(file), ChatTemplateFile.Parse(template, null, tokens, time ?? TimeProvider.System, file.Path));
    }

    /// <param name="prompt">The conversation.</param>
    /// <param name="reasoningEffort">How much the model should think, as in <see cref="GenerationRequest.ReasoningEffort"/>.</param>
    public IReadOnlyList<int> Encode(ChatPrompt prompt, string? reasoningEffort = null)
    {
        var text = new StringBuilder();
        var trusted = new List<Range>();
        foreach (var piece in _template.Render(prompt, reasoningEffort))
        {
            // Neighbouring pieces of the template may make a token together.
            if (piece.IsTrusted && trusted.Count > 0 && trusted[^1].End.Value == text.Length) trusted[^1] = trusted[^1].Start..(text.Length + piece.Text.Length);
            else if (piece.IsTrusted) trusted.Add(text.Length..(text.Length + piece.Text.Length));
            text.Append(piece.Text);
        }
        var ids = new List<int>();
        Tokenizer.Encode(text.ToString(), trusted, ids);
        return ids;
    }

    /// <summary>The tokens that a request makes the model read: its conversation, or its text as it stands, and what was answered so far.</summary>
    public IReadOnlyList<int> Encode(GenerationRequest request)
    {
        var asked = request.RawPrompt is { } text ? EncodeText(text) : Encode(request.Prompt, request.ReasoningEffort);
        return request.Written.Count == 0 ? asked : [.. asked, .. request.Written];
    }

    /// <summary>A text without a template, between the tokens that begin and end a sequence in this vocabulary. Empty for an empty text.</summary>
    public IReadOnlyList<int> EncodeText(string text)
    {
        if (text.Length == 0) return [];
        var ids = new List<int>(Tokenizer.Prefix);
        Tokenizer.Encode(text, parseAdded: false, ids);
        ids.AddRange(Tokenizer.Suffix);
        return ids;
    }

    /// <summary>Exact prompt tokens.</summary>
    public int Count(ChatPrompt prompt) => Encode(prompt).Count;

    /// <summary>The text of tokens; bytes that form no character become U+FFFD.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        var assembler = new Utf8Assembler();
        var text = new StringBuilder();
        foreach (var token in tokens) text.Append(assembler.Append(Tokenizer.Bytes(token).Span));
        text.Append(assembler.Flush());
        return Tokenizer.HasDummyPrefix && text.Length > 0 && text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    /// <summary>
    /// Whether a prompt ends within a thought, so that the answer begins there. An answer that is held to a form from its
    /// first token on cannot write the end of a thought that is text, so it begins in none.
    /// </summary>
    internal bool EndsInThought(GenerationRequest request, IReadOnlyList<int> prompt) => Reasoning is not null && request.RawPrompt is null
        && (Reasoning.Close is not null || request is { Format.Kind: AnswerFormatKind.Text, ToolChoice.Mode: ToolChoiceMode.Auto or ToolChoiceMode.None })
        && Decode(prompt.Skip(prompt.Count - TailTokens)).TrimEnd().EndsWith(ReasoningMarkup.OpenText, StringComparison.Ordinal);

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>What turns the tokens of one answer into events.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="choice">Which of its answers.</param>
    /// <param name="callId">Names the calls of this answer, by their number.</param>
    internal ChoiceWriter WriterFor(GenerationRequest request, IReadOnlyList<int> prompt, int choice, Func<int, string> callId) =>
        new(choice, request.Stop, Tokenizer, request.Prompt.Tools.Count > 0 && request.ToolChoice.Mode != ToolChoiceMode.None ? Tools : null, callId, Reasoning, EndsInThought(request, prompt));
}
