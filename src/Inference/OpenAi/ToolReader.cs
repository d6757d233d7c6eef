using System.Text.Json;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads tools and how freely the model may call them.</summary>
internal static class ToolReader
{
    private const int MaxTools = 128;
    private const int MaxName = 64;
    private const int MaxDescription = 16_384;

    /// <summary>All tools of a request together, in characters of their schemas.</summary>
    private const int MaxSchemas = 262_144;

    private enum ChoiceKind
    {
        Function,
        Allowed,
    }

    /// <summary>Tools that may be called: where the choice allows only some, the model is told of those alone.</summary>
    public static (IReadOnlyList<ToolDefinition> Tools, ToolChoice Choice) Read(RequestObject root)
    {
        var tools = Tools(root);
        if (root.Value("tool_choice") is not { } choice) return (tools, ToolChoice.Auto);
        if (choice.ValueKind == JsonValueKind.String) return (tools, Mode(RequestObject.TextOf(choice, "tool_choice"), "tool_choice", tools));
        var wish = RequestObject.Of(choice, "tool_choice");
        if (Kind(wish) == ChoiceKind.Function) return (tools, new ToolChoice(ToolChoiceMode.Named, Known(wish, tools).Name));
        var allowed = wish.Object("allowed_tools") ?? throw Missing("tool_choice.allowed_tools");
        var some = Allowed(allowed, tools);
        return (some, Mode(allowed.Text("mode") ?? throw Missing("tool_choice.allowed_tools.mode"), "tool_choice.allowed_tools.mode", some));
    }

    public static string Name(RequestObject function)
    {
        var path = function.Path + ".name";
        var name = function.Text("name") ?? throw Missing(path);
        return IsName(name)
            ? name
            : throw new RequestFormatException($"Invalid '{path}': expected 1 to {MaxName} letters, digits, underscores and dashes.", path, "invalid_value");
    }

    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static void RequireFunction(RequestObject of)
    {
        var path = of.Path + ".type";
        if (of.Text("type") is not { } type) throw Missing(path);
        if (type != "function") throw new RequestFormatException($"'{path}': only the type 'function' is supported by this market.", path, "unsupported_parameter");
    }

    private static List<ToolDefinition> Tools(RequestObject root)
    {
        if (root.Array("tools") is not { Count: > 0 } array) return [];
        if (array.Count > MaxTools) throw new RequestFormatException($"'tools' has at most {MaxTools} entries.", "tools", "array_above_max_length");
        List<ToolDefinition> tools = [.. array.Select((tool, index) => Tool(RequestObject.Of(tool, $"tools[{index}]")))];
        if (tools.DistinctBy(static tool => tool.Name, StringComparer.Ordinal).Count() < tools.Count)
            throw new RequestFormatException("Invalid value for 'tools': two of them have the same name.", "tools", "invalid_value");
        if (tools.Sum(static tool => (long)(tool.Parameters?.Length ?? 0)) > MaxSchemas)
            throw new RequestFormatException($"The schemas of 'tools' together have at most {MaxSchemas} characters.", "tools", "string_above_max_length");
        return tools;
    }

    private static ToolDefinition Tool(RequestObject tool)
    {
        RequireFunction(tool);
        var function = tool.Object("function") ?? throw Missing(tool.Path + ".function");
        var description = function.Text("description");
        if (description?.Length > MaxDescription)
            throw new RequestFormatException($"'{function.Path}.description' has at most {MaxDescription} characters.", function.Path + ".description", "string_above_max_length");
        var strict = function.Bool("strict") ?? false;
        return new ToolDefinition(Name(function), description, SchemaReader.Read(function, "parameters"), strict);
    }

    private static ChoiceKind Kind(RequestObject choice) => choice.Text("type") switch
    {
        "function" => ChoiceKind.Function,
        "allowed_tools" => ChoiceKind.Allowed,
        null => throw Missing("tool_choice.type"),
        _ => throw new RequestFormatException("'tool_choice.type': supported values are 'function' and 'allowed_tools'.", "tool_choice.type", "unsupported_parameter"),
    };

    private static ToolChoice Mode(string mode, string path, List<ToolDefinition> tools) => mode switch
    {
        "auto" => ToolChoice.Auto,
        "none" when path == "tool_choice" => new ToolChoice(ToolChoiceMode.None),
        "required" when tools.Count > 0 => new ToolChoice(ToolChoiceMode.Required),
        "required" => throw new RequestFormatException("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice", "invalid_value"),
        _ => throw new RequestFormatException($"Invalid value for '{path}': supported values are {(path == "tool_choice" ? "'none', " : "")}'auto' and 'required'.", path, "invalid_value"),
    };

    private static List<ToolDefinition> Allowed(RequestObject allowed, List<ToolDefinition> tools)
    {
        var names = allowed.Array("tools") ?? throw Missing("tool_choice.allowed_tools.tools");
        if (names.Count is 0 or > MaxTools)
            throw new RequestFormatException($"'tool_choice.allowed_tools.tools' must have 1 to {MaxTools} entries.", "tool_choice.allowed_tools.tools", "invalid_value");
        var wanted = names.Select((entry, index) =>
        {
            var tool = RequestObject.Of(entry, $"tool_choice.allowed_tools.tools[{index}]");
            RequireFunction(tool);
            return Known(tool, tools);
        }).ToHashSet();
        return [.. tools.Where(wanted.Contains)];
    }

    private static ToolDefinition Known(RequestObject choice, List<ToolDefinition> tools)
    {
        var function = choice.Object("function") ?? throw Missing(choice.Path + ".function");
        var name = Name(function);
        return tools.FirstOrDefault(tool => tool.Name == name)
            ?? throw new RequestFormatException($"Invalid value for '{function.Path}.name': no tool in 'tools' has this name.", function.Path + ".name", "invalid_value");
    }

    private static RequestFormatException Missing(string path) => new($"Missing required parameter: '{path}'.", path, "missing_required_parameter");
}
