namespace Cocoon.Inference.Tools;

/// <summary>How models write calls; each was taught one way.</summary>
/// <param name="Open">What stands before a call, or before all of them; empty for nothing.</param>
/// <param name="Close">What stands after a call; empty for nothing.</param>
/// <param name="Arguments">What a call's arguments are called.</param>
/// <param name="IsList">Whether the calls of an answer are one list.</param>
internal sealed record ToolSyntax(string Open, string Close, string Arguments, bool IsList)
{
    /// <summary>What stands before a call's name.</summary>
    public const string Prefix = "{\"name\": \"";

    /// <summary>Hermes, Qwen: <c>&lt;tool_call&gt;{"name": "…", "arguments": {…}}&lt;/tool_call&gt;</c>, one after the other.</summary>
    public static readonly ToolSyntax Hermes = new("<tool_call>", "</tool_call>", "arguments", IsList: false);

    /// <summary>Mistral: <c>[TOOL_CALLS][{"name": "…", "arguments": {…}}, …]</c>, to the end of the answer.</summary>
    public static readonly ToolSyntax Mistral = new("[TOOL_CALLS]", "", "arguments", IsList: true);

    /// <summary>Llama 3: an answer that is only <c>{"name": "…", "parameters": {…}}</c>.</summary>
    public static readonly ToolSyntax Llama = new("", "", "parameters", IsList: false);

    /// <summary>What stands between a call's name and its arguments.</summary>
    public string Separator => $"\", \"{Arguments}\": ";

    /// <summary>Text by which a call is known where no token opens it.</summary>
    public string Marker => Open.Length > 0 ? Open : Prefix;

    /// <summary>Whether an answer can call only with its first words, and only once.</summary>
    public bool IsWholeAnswer => Open.Length == 0;

    /// <summary>The way that a chat template shows; null when it shows none that is known.</summary>
    public static ToolSyntax? Of(string template)
    {
        if (template.Contains(Mistral.Open, StringComparison.Ordinal)) return Mistral;
        if (template.Contains(Hermes.Open, StringComparison.Ordinal)) return Hermes;
        return template.Contains("tools", StringComparison.Ordinal) && template.Contains("\"parameters\":", StringComparison.Ordinal) ? Llama : null;
    }
}
