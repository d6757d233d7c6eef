using System.Collections.Immutable;
using System.Text;
using Cocoon.Gateway.Hosting;
using Cocoon.Inference;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Models;
using Cocoon.Inference.OpenAi;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// How many prompt tokens money is held for: the exact count where the model's tokenizer is here, otherwise a bound that no
/// byte-level tokenizer exceeds. Thread-safe.
/// </summary>
internal sealed class PromptBound(IOptions<GatewayOptions> options)
{
    /// <summary>Allowance for what a chat template adds to each message, call and tool, and to the whole.</summary>
    private const int TemplateTokens = 16;

    /// <summary>Allowance for the words by which a template tells a model of tools or of a form.</summary>
    private const int PreambleTokens = 512;

    private readonly ImmutableDictionary<string, ChatTokenizer> _tokenizers = options.Value.ModelFolders
        .Select(ModelFolder.Open).ToImmutableDictionary(folder => folder.Id, folder => folder.Tokenizer, StringComparer.Ordinal);

    public int Of(ChatCompletionRequest request) => checked(Asked(request) + request.Written.Count);

    private int Asked(ChatCompletionRequest request)
    {
        if (request.RawPrompt is { } prompt) return Of(request.Model, prompt);
        return _tokenizers.TryGetValue(request.Model, out var tokenizer)
            ? tokenizer.Encode(new ChatPrompt(request.Messages) { Tools = request.Tools }, request.ReasoningEffort).Count
            : checked(request.Messages.Sum(Of) + Tools(request) + Form(request) + TemplateTokens);
    }

    /// <summary>A text that no chat template goes around.</summary>
    public int Of(string model, string text)
    {
        return _tokenizers.TryGetValue(model, out var tokenizer) ? tokenizer.EncodeText(text).Count : Bytes(text) + TemplateTokens;
    }

    private static int Of(ChatMessage message) => Bytes(message.Content) + TemplateTokens
        + message.ToolCalls.Sum(static call => Json(call.Arguments) + Bytes(call.Name) + Bytes(call.Id) + TemplateTokens) + Bytes(message.ToolCallId);

    private static int Tools(ChatCompletionRequest request) => request.Tools.Count == 0
        ? 0
        : PreambleTokens + request.Tools.Sum(static tool => Json(tool.Parameters) + 2 * (Bytes(tool.Name) + Bytes(tool.Description)) + 4 * TemplateTokens);

    /// <summary>Where the template is not known, it may show the form too.</summary>
    private static int Form(ChatCompletionRequest request) => request.Format.Schema is { } schema ? PreambleTokens + Json(schema) : 0;

    /// <summary>Templates write JSON anew, with spaces where the caller had none.</summary>
    private static int Json(string? json) => 2 * Bytes(json);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
