using System.Text.Json;
using Cocoon.Inference.Chat.Jinja;
using Cocoon.Inference.Tokenizers;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Chat;

/// <summary>A model's own template. Thread-safe.</summary>
internal sealed class JinjaChatTemplate : IChatTemplate
{
    private readonly Template _template;
    private readonly Template? _withTools;
    private readonly IReadOnlyDictionary<string, string> _tokens;
    private readonly TimeProvider _time;
    private readonly ToolSyntax? _tools;
    private readonly bool _hasShortIds;

    /// <param name="text">The template.</param>
    /// <param name="withTools">Another one for conversations with tools, if the model has it.</param>
    /// <param name="tokens">Texts of tokens that templates know by name, such as bos_token.</param>
    /// <param name="time">Tells a template the date.</param>
    /// <exception cref="TemplateException">A template is not understood.</exception>
    public JinjaChatTemplate(string text, string? withTools, IReadOnlyDictionary<string, string> tokens, TimeProvider time)
    {
        (_template, _tokens, _time) = (new Template(text), tokens, time);
        _withTools = withTools is null ? null : new Template(withTools);
        var all = text + withTools;
        _tools = ToolSyntax.Of(all);
        KnowsThoughts = all.Contains("</think>", StringComparison.Ordinal);
        // Mistral's templates take ids of calls with 9 letters and digits only.
        _hasShortIds = all.Contains("length != 9", StringComparison.Ordinal);
    }

    public bool KnowsThoughts { get; }

    public ToolMarkup? Tools(ITokenizer tokenizer) => _tools is null ? null : ToolMarkup.Of(tokenizer, _tools);

    public IEnumerable<TemplatePiece> Render(ChatPrompt prompt, string? reasoningEffort)
    {
        var names = new Dictionary<string, object?>
        {
            ["messages"] = prompt.Messages.Select(message => (object?)Message(message, prompt)).ToList(),
            ["add_generation_prompt"] = true,
            ["strftime_now"] = Functions.Clock(_time),
        };
        foreach (var (name, text) in _tokens) names[name] = MarkedText.Of(text, isTrusted: true);
        names["tools"] = prompt.Tools.Count == 0 ? null : prompt.Tools.Select(tool => (object?)Tool(tool)).ToList();
        if (reasoningEffort is not null)
        {
            names["enable_thinking"] = reasoningEffort != "none";
            names["reasoning_effort"] = MarkedText.Of(reasoningEffort, isTrusted: false);
        }
        try
        {
            return (prompt.Tools.Count > 0 && _withTools is not null ? _withTools : _template).Render(names).Pieces();
        }
        catch (TemplateRefusal e)
        {
            throw new InferenceRequestException($"This model's chat template does not take the conversation: {e.Words}", "messages", "invalid_value");
        }
        catch (TemplateException e)
        {
            throw new InferenceRequestException($"This model's chat template cannot write the conversation: {e.Message}", "messages", "invalid_value");
        }
    }

    private ValueMap Message(ChatMessage message, ChatPrompt prompt)
    {
        var map = new ValueMap { ["role"] = MarkedText.Of(ChatRole.Check(message.Role), isTrusted: true), ["content"] = MarkedText.Of(message.Content, isTrusted: false) };
        if (message.ToolCalls.Count > 0) map["tool_calls"] = message.ToolCalls.Select(call => (object?)Call(call)).ToList();
        if (message.ToolCallId is { } id)
        {
            map["tool_call_id"] = Id(id);
            // Some templates want the name of the tool that answered.
            if (prompt.Messages.SelectMany(turn => turn.ToolCalls).LastOrDefault(call => call.Id == id) is { } call) map["name"] = MarkedText.Of(call.Name, isTrusted: false);
        }
        return map;
    }

    private ValueMap Call(ToolCall call) => new()
    {
        ["type"] = MarkedText.Of("function", isTrusted: true),
        ["id"] = Id(call.Id),
        ["function"] = new ValueMap { ["name"] = MarkedText.Of(call.Name, isTrusted: false), ["arguments"] = Arguments(call.Arguments) },
    };

    private MarkedText Id(string id)
    {
        if (!_hasShortIds) return MarkedText.Of(id, isTrusted: false);
        var letters = string.Concat(id.Where(char.IsAsciiLetterOrDigit));
        return MarkedText.Of(letters.Length >= 9 ? letters[^9..] : letters.PadLeft(9, '0'), isTrusted: false);
    }

    /// <summary>As the object that they should be; models may have written something else.</summary>
    private static object? Arguments(string json)
    {
        try
        {
            using var arguments = JsonDocument.Parse(json);
            return JsonValues.Read(arguments.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return MarkedText.Of(json, isTrusted: false);
        }
    }

    private static ValueMap Tool(ToolDefinition tool)
    {
        var function = new ValueMap { ["name"] = MarkedText.Of(tool.Name, isTrusted: false) };
        if (tool.Description is { } description) function["description"] = MarkedText.Of(description, isTrusted: false);
        try
        {
            using var parameters = JsonDocument.Parse(tool.Parameters ?? """{"type":"object","properties":{}}""");
            function["parameters"] = JsonValues.Read(parameters.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InferenceRequestException("The parameters of a tool are no JSON, or have a name that is not valid Unicode.", "tools", "invalid_function_parameters");
        }
        return new ValueMap { ["type"] = MarkedText.Of("function", isTrusted: true), ["function"] = function };
    }
}
