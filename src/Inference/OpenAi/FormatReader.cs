using Cocoon.Inference.Formats;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads response_format.</summary>
internal static class FormatReader
{
    public static AnswerFormat Read(RequestObject root)
    {
        if (root.Object("response_format") is not { } format) return AnswerFormat.Text;
        return format.Text("type") switch
        {
            "text" => AnswerFormat.Text,
            "json_object" => new AnswerFormat(AnswerFormatKind.JsonObject),
            "json_schema" => BySchema(format.Object("json_schema") ?? throw Missing("response_format.json_schema")),
            null => throw Missing("response_format.type"),
            _ => throw new RequestFormatException("Invalid value for 'response_format.type': supported values are 'text', 'json_object' and 'json_schema'.", "response_format.type", "invalid_value"),
        };
    }

    private static AnswerFormat BySchema(RequestObject schema)
    {
        const string name = "response_format.json_schema.name";
        var text = schema.Text("name") ?? throw Missing(name);
        if (!ToolReader.IsName(text)) throw new RequestFormatException($"Invalid '{name}': expected 1 to 64 letters, digits, underscores and dashes.", name, "invalid_value");
        return new AnswerFormat(AnswerFormatKind.JsonSchema, text, SchemaReader.Read(schema, "schema") ?? throw Missing("response_format.json_schema.schema"), schema.Bool("strict") ?? false);
    }

    private static RequestFormatException Missing(string path) => new($"Missing required parameter: '{path}'.", path, "missing_required_parameter");
}
