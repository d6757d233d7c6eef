using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cocoon.Fuzz.Tests.Inputs;

/// <summary>Damages JSON where readers are careless: missing and doubled names, other types, numbers at their limits, odd text.</summary>
internal sealed class JsonMutator(Random random)
{
    private const int DeepLevels = 300;
    private const string MarkBegin = "@@";

    /// <summary>Raw JSON values; some are valid only to some readers.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e400", "0.5", "-0",
        "\"\"", "\"a\"", "\"\\ud800\"", "\"\\u0000\"", "\"0\"", "\"-1\"", "\"NaN\"", "\"2026-13-45\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"zz\"", "\"0:00\"", "[]", "{}", "[null]", "[[]]", "{\"\":null}",
    ];

    public string Damage(JsonNode? seed)
    {
        for (var times = random.Next(1, 4); times > 0; times--) DamageOnce(seed);
        var text = WriteMarks(seed?.ToJsonString() ?? "null");
        return random.Next(4) == 0 ? ReplaceToken(text) : text;
    }

    /// <summary>A document of the seed's names in any order and depth.</summary>
    public string MakeUp(JsonNode? seed)
    {
        var names = new List<string>();
        Collect(seed, names);
        if (names.Count == 0) names.Add("a");
        return random.Next(50) == 0 ? new string('[', DeepLevels) + new string(']', DeepLevels) : MakeUp(names, 4);
    }

    private string MakeUp(List<string> names, int depth) => (depth == 0 ? 9 : random.Next(5)) switch
    {
        0 or 1 => "{" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => $"{JsonSerializer.Serialize(names[random.Next(names.Count)])}:{MakeUp(names, depth - 1)}")) + "}",
        2 => "[" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => MakeUp(names, depth - 1))) + "]",
        _ => AnyValue(),
    };

    private string AnyValue() => Values[random.Next(Values.Length)];

    /// <summary>Stands for a value until the tree is text: some values no tree can hold.</summary>
    private JsonNode Mark() => $"{MarkBegin}{random.Next(Values.Length)}";

    private static string WriteMarks(string text)
    {
        for (var i = 0; i < Values.Length; i++) text = text.Replace($"\"{MarkBegin}{i}\"", Values[i], StringComparison.Ordinal);
        return text;
    }

    private void DamageOnce(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                var (name, value) = members.ElementAt(random.Next(members.Count));
                if (value is JsonObject or JsonArray && random.Next(5) > 0) DamageOnce(value);
                else if (random.Next(4) == 0) members.Remove(name);
                else members[name] = random.Next(6) == 0 ? members.ElementAt(random.Next(members.Count)).Value?.DeepClone() : Mark();
                break;
            case JsonArray { Count: > 0 } items:
                var at = random.Next(items.Count);
                if (items[at] is JsonObject or JsonArray && random.Next(5) > 0) DamageOnce(items[at]);
                else if (random.Next(4) == 0) items.RemoveAt(at);
                else if (random.Next(4) == 0) items.Add(items[at]?.DeepClone());
                else items[at] = Mark();
                break;
        }
    }

    /// <summary>Puts any value in the place of a number or string, wherever one begins.</summary>
    private string ReplaceToken(string text)
    {
        var start = text.IndexOfAny(['"', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], random.Next(text.Length));
        if (start < 0) return text;
        var end = text[start] == '"' ? text.IndexOf('"', start + 1) + 1 : start + 1;
        return end <= start ? text : text[..start] + AnyValue() + text[end..];
    }

    private static void Collect(JsonNode? node, List<string> names)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Collect(item, names);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                names.Add(name);
                Collect(value, names);
            }
        }
    }
}
