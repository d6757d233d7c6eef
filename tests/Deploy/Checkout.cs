using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Cocoon.Deploy.Tests;

/// <summary>The files of deploy/ in this checkout.</summary>
internal static class Checkout
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };

    private static readonly ISerializer ToJson = new SerializerBuilder().JsonCompatible().Build();

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public static string Deploy => Path.Combine(Root, "deploy");

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Deploy, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Deploy, .. path]));

    public static JsonNode Json(params string[] path) => JsonNode.Parse(Text(path), documentOptions: Commented)!;

    /// <summary>All documents of a YAML file, anchors and merges resolved; a duplicate key is an error.</summary>
    public static IReadOnlyList<JsonNode> Yaml(string path)
    {
        var text = File.ReadAllText(path);
        // A merged key that is given again is no duplicate, so those are looked for before merging.
        _ = Documents(new Parser(new StringReader(text)), new DeserializerBuilder().WithDuplicateKeyChecking().Build()).Count();
        var merging = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        return [.. Documents(new MergingParser(new Parser(new StringReader(text))), merging).Select(document => JsonNode.Parse(ToJson.Serialize(document))!)];
    }

    private static IEnumerable<object> Documents(IParser parser, IDeserializer deserializer)
    {
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            if (deserializer.Deserialize(parser) is { } document) yield return document;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
