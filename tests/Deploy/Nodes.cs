using System.Text.Json.Nodes;

namespace Cocoon.Deploy.Tests;

/// <summary>Short ways into a parsed document. What is not there is null or empty, so that a check says what it misses.</summary>
internal static class Nodes
{
    /// <summary>The node at "a.b.0.c".</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step, out var index) && index < list.Count => list[index],
                _ => null,
            };
        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string path) => node.At(path) is JsonArray list ? list.OfType<JsonNode>() : [];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(this JsonNode? node, string path) => node.At(path) is JsonObject map ? map : [];

    /// <summary>Every scalar below a node with the path that leads to it.</summary>
    public static IEnumerable<(string Path, string Value)> Scalars(this JsonNode? node, string path = "") => node switch
    {
        JsonObject map => map.SelectMany(entry => entry.Value.Scalars(path.Length == 0 ? entry.Key : $"{path}:{entry.Key}")),
        JsonArray list => list.SelectMany((item, index) => item.Scalars($"{path}:{index}")),
        null => [],
        _ => [(path, node.ToString())],
    };
}
