using System.Text.Encodings.Web;
using System.Text.Json;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Chat;

/// <summary>
/// How tools are shown to a model, in the words it was taught: a sentence at the end of the system's turn, with a JSON list
/// of names and parameters. Parameters that are plain values are shown as a list of names and types, others as their schema.
/// </summary>
internal static class ToolPrompt
{
    /// <summary>The system's turn where the conversation has none.</summary>
    private const string DefaultSystem = "You are a helpful assistant.";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The conversation with its tools told of.</summary>
    public static IReadOnlyList<ChatMessage> Messages(ChatPrompt prompt)
    {
        if (prompt.Tools.Count == 0) return prompt.Messages;
        var hasSystem = prompt.Messages is [{ Role: "system" }, ..];
        var system = hasSystem ? prompt.Messages[0] : new ChatMessage("system", DefaultSystem);
        var told = system with { Content = $"{system.Content} You can call tools. Tools: {List(prompt.Tools)}" };
        return [told, .. prompt.Messages.Skip(hasSystem ? 1 : 0)];
    }

    private static string List(IReadOnlyList<ToolDefinition> tools)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
        {
            writer.WriteStartArray();
            foreach (var tool in tools) Write(writer, tool);
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ToolDefinition tool)
    {
        writer.WriteStartObject();
        writer.WriteString("name", tool.Name);
        if (!string.IsNullOrEmpty(tool.Description)) writer.WriteString("description", tool.Description);
        writer.WritePropertyName("parameters");
        try
        {
            using var schema = JsonDocument.Parse(tool.Parameters ?? "{}");
            WriteParameters(writer, schema.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is the reader's word for names such as "\ud800".
            throw new InferenceRequestException("The parameters of a tool are no JSON, or have a name that is not valid Unicode.", "tools", "invalid_function_parameters");
        }
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, JsonElement schema)
    {
        if (!IsPlain(schema, out var properties))
        {
            schema.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        foreach (var property in properties.EnumerateObject()) writer.WriteString(property.Name, property.Value.GetProperty("type").GetString());
        writer.WriteEndObject();
    }

    /// <summary>Whether a schema says no more than the names and types of an object's properties.</summary>
    private static bool IsPlain(JsonElement schema, out JsonElement properties)
    {
        properties = default;
        return schema.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("properties", out properties)
            && properties.ValueKind == JsonValueKind.Object
            && properties.EnumerateObject().All(property =>
                property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && property.Value.EnumerateObject().All(entry => entry.NameEquals("type") || entry.NameEquals("title") || entry.NameEquals("description")));
    }
}
