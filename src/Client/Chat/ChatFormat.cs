using System.Text.Json;

namespace Cocoon.Client;

/// <summary>What form an answer has.</summary>
public sealed record ChatFormat
{
    private ChatFormat(string kind) => Kind = kind;

    /// <summary>Text as it comes.</summary>
    public static ChatFormat Text { get; } = new("text");

    /// <summary>A JSON object.</summary>
    public static ChatFormat JsonObject { get; } = new("json_object");

    internal string Kind { get; }

    internal bool IsText => Kind == Text.Kind;

    internal string? Name { get; private init; }

    internal JsonElement? Schema { get; private init; }

    internal bool Strict { get; private init; }

    /// <summary>JSON that follows a schema.</summary>
    /// <param name="name">Name of the schema, for the model: letters, digits, _ and -.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="strict">Whether the machine has to make sure of it, token by token.</param>
    public static ChatFormat JsonSchema(string name, JsonElement schema, bool strict = true) =>
        new("json_schema") { Name = name, Schema = schema, Strict = strict };
}
