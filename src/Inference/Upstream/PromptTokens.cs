using System.Text;
using Cocoon.Inference.Chat;

namespace Cocoon.Inference.Upstream;

/// <summary>Tokens of a prompt: exact where the model's tokenizer is at hand, otherwise a bound that no byte-level tokenizer exceeds.</summary>
internal static class PromptTokens
{
    /// <summary>Allowance for what a chat template adds to each message, call and tool, and to the whole. The gateway's bound allows as much or more.</summary>
    private const int TemplateTokens = 16;

    /// <summary>Allowance for the words by which a template tells a model of tools or of a form.</summary>
    private const int PreambleTokens = 512;

    public static int Of(GenerationRequest request, ChatTokenizer? tokenizer)
    {
        if (tokenizer is not null) return tokenizer.Encode(request).Count;
        return request.RawPrompt is { } raw ? Of(raw, null) : checked(Of(request.Prompt, null) + Form(request));
    }

    public static int Of(ChatPrompt prompt, ChatTokenizer? tokenizer) => tokenizer is not null
        ? tokenizer.Count(prompt)
        : checked(prompt.Messages.Sum(Of) + Tools(prompt) + TemplateTokens);

    public static int Of(string text, ChatTokenizer? tokenizer) => tokenizer?.EncodeText(text).Count ?? Bytes(text) + TemplateTokens;

    private static int Of(ChatMessage message) => Bytes(message.Content) + TemplateTokens
        + message.ToolCalls.Sum(static call => Json(call.Arguments) + Bytes(call.Name) + Bytes(call.Id) + TemplateTokens) + Bytes(message.ToolCallId);

    private static int Tools(ChatPrompt prompt) => prompt.Tools.Count == 0
        ? 0
        : PreambleTokens + prompt.Tools.Sum(static tool => Json(tool.Parameters) + 2 * (Bytes(tool.Name) + Bytes(tool.Description)) + 4 * TemplateTokens);

    /// <summary>A form may be shown to the model too.</summary>
    private static int Form(GenerationRequest request) => request.Format.Schema is { } schema ? PreambleTokens + Json(schema) : 0;

    /// <summary>Templates write JSON anew, with spaces where the caller had none.</summary>
    private static int Json(string? json) => 2 * Bytes(json);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
