using System.Text.Json;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>JSON of people as values of a template, none of it trusted.</summary>
internal static class JsonValues
{
    /// <exception cref="InvalidOperationException">A text in it is not valid Unicode.</exception>
    public static object? Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new ValueMap(isTrusted: false);
                foreach (var entry in json.EnumerateObject()) map.Add(entry.Name, Read(entry.Value));
                return map;
            case JsonValueKind.Array:
                return json.EnumerateArray().Select(Read).ToList();
            case JsonValueKind.String:
                return MarkedText.Of(json.GetString()!, isTrusted: false);
            case JsonValueKind.Number:
                return json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }
}
