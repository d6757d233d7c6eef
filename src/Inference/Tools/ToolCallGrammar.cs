using System.Text.Json;
using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Formats.Schemas;

namespace Cocoon.Inference.Tools;

/// <summary>
/// The form that calls have, by the model's <see cref="ToolSyntax"/>. A model that has begun a call is held to it, so a call
/// that ends is always well formed.
/// </summary>
internal static class ToolCallGrammar
{
    /// <summary>Calls in one answer.</summary>
    private const int MaxCalls = 128;

    private static readonly Rule NewLine = Rule.Optional(Rule.Text("\n"));

    /// <param name="tools">Those that may be called; at least one.</param>
    /// <param name="parallel">Whether one answer may call several times.</param>
    /// <param name="markup">How the model writes calls.</param>
    public static Rule Calls(IReadOnlyList<ToolDefinition> tools, bool parallel, ToolMarkup markup)
    {
        var syntax = markup.Syntax;
        var call = Rule.Sequence(Rule.Text(ToolSyntax.Prefix), Rule.AnyOf([.. tools.Select(tool => Named(tool, syntax))]), Rule.Text("}"));
        if (syntax.IsWholeAnswer) return call;
        if (syntax.IsList)
        {
            var more = parallel ? Rule.Repeat(Rule.Sequence(Rule.Text(", "), call), 0, MaxCalls - 1) : Rule.Empty;
            return Rule.Sequence(Opening(markup), Rule.Optional(Rule.Text(" ")), Rule.Text("["), call, more, Rule.Text("]"));
        }
        var close = markup.Close is null ? Rule.Text(syntax.Close) : Rule.Single(Rule.CallClose);
        var closed = Rule.Sequence(Opening(markup), NewLine, call, NewLine, close);
        return parallel ? Rule.Sequence(closed, Rule.Repeat(Rule.Sequence(NewLine, closed), 0, MaxCalls - 1)) : closed;
    }

    private static Rule Opening(ToolMarkup markup) => markup.Open is null ? Rule.Text(markup.Syntax.Open) : Rule.Single(Rule.CallOpen);

    private static Rule Named(ToolDefinition tool, ToolSyntax syntax) => Rule.Sequence(Rule.Text(tool.Name + syntax.Separator), Arguments(tool));

    /// <summary>Arguments of a tool that is not strict follow its schema as far as it can be held to, else they are any object.</summary>
    private static Rule Arguments(ToolDefinition tool)
    {
        if (tool.Parameters is null) return Rule.Text("{}");
        if (tool.IsStrict) return DescribesObject(tool.Parameters) ? SchemaCompiler.Compile(tool.Parameters, "tools") : throw NoObject();
        try
        {
            return DescribesObject(tool.Parameters) ? SchemaCompiler.Compile(tool.Parameters, "tools") : JsonRules.Object;
        }
        catch (InferenceRequestException)
        {
            return JsonRules.Object;
        }
    }

    private static bool DescribesObject(string schema)
    {
        try
        {
            using var json = JsonDocument.Parse(schema);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static InferenceRequestException NoObject() =>
        new("Invalid schema in 'tools': the parameters of a strict tool need a schema of type 'object'.", "tools", "invalid_function_parameters");
}
