using System.Text.Json;
using Cocoon.Inference.Models;
using Cocoon.Inference.Tokenizers.Normalizing;
using Cocoon.Inference.Tokenizers.Splitting;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// Reads Hugging Face's tokenizer.json: BPE and unigram models with the normalizers, pre-tokenizers, decoders and added
/// tokens that decoder models use. What is not known is refused by name, never guessed at.
/// </summary>
internal static class TokenizerFile
{
    /// <summary>Largest token id accepted; the table of tokens is as long as the largest id.</summary>
    private const int MaxId = 10_000_000;

    public static ITokenizer Load(string path) => ModelFolder.ReadJson(path, root => Read(root, path));

    internal static string Text(JsonElement value) => value.GetString() ?? throw new InvalidOperationException("a text is null");

    private static TokenizerPipeline Read(JsonElement root, string path)
    {
        try
        {
            return new TokenizerPipeline(Parts(root));
        }
        catch (Exception e) when (ModelFolder.IsOtherForm(e))
        {
            throw new ModelFileException($"The tokenizer '{path}' cannot be used: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static TokenizerParts Parts(JsonElement root)
    {
        var json = root.GetProperty("model");
        var vocabulary = Vocabulary(json);
        // One that the model has too keeps the model's id.
        List<AddedToken> added = [.. root.GetProperty("added_tokens").EnumerateArray().Select(Added).Select(token => vocabulary.TryGetValue(token.Text, out var id) ? token with { Id = id } : token)];
        if (added.Exists(token => token.Text.Length == 0)) throw new InvalidOperationException("an added token has no text");
        if (added.DistinctBy(token => token.Text).Count() < added.Count) throw new InvalidOperationException("two added tokens have the same text");
        if (vocabulary.Values.Concat(added.Select(token => token.Id)).Any(id => id is < 0 or > MaxId)) throw new InvalidOperationException("a token's id is out of range");
        var decoder = TokenDecoder.Read(Optional(root, "decoder"));
        var words = PreTokenizerReader.Read(Optional(root, "pre_tokenizer"));
        if (decoder.IsByteLevel && !IsByteLevel(Optional(root, "pre_tokenizer"))) throw new InvalidOperationException("it has the decoder 'ByteLevel' but not the pre-tokenizer");
        var bytes = new byte[]?[vocabulary.Values.Concat(added.Select(token => token.Id)).DefaultIfEmpty(-1).Max() + 1];
        foreach (var (text, id) in vocabulary) bytes[id] = decoder.Bytes(text);
        foreach (var token in added) bytes[token.Id] = token.IsPlain ? decoder.Bytes(token.Text) : System.Text.Encoding.UTF8.GetBytes(token.Text);
        var ends = SequenceEnds.Read(Optional(root, "post_processor"));
        return new TokenizerParts(ModelReader.Read(json, vocabulary, added), bytes, added)
        {
            Normalizer = NormalizerReader.Read(Optional(root, "normalizer")),
            PreTokenizer = words,
            Prefix = ends.Prefix,
            Suffix = ends.Suffix,
            HasDummyPrefix = decoder.HasDummyPrefix,
        };
    }

    /// <summary>Names and ids of a BPE model; a unigram model's are its list.</summary>
    private static Dictionary<string, int> Vocabulary(JsonElement model)
    {
        var entries = model.GetProperty("vocab");
        if (entries.ValueKind == JsonValueKind.Object)
            return entries.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal);
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var id = 0;
        foreach (var entry in entries.EnumerateArray()) vocabulary.Add(Text(entry[0]), id++);
        return vocabulary;
    }

    private static bool IsByteLevel(JsonElement pre) => pre.ValueKind == JsonValueKind.Object
        && (pre.GetProperty("type").ValueEquals("ByteLevel") || pre.TryGetProperty("pretokenizers", out var steps) && steps.EnumerateArray().Any(IsByteLevel));

    private static AddedToken Added(JsonElement json) => new(json.GetProperty("id").GetInt32(), Text(json.GetProperty("content")))
    {
        TakesLeft = Flag(json, "lstrip"),
        TakesRight = Flag(json, "rstrip"),
        IsWord = Flag(json, "single_word"),
        IsNormalized = Flag(json, "normalized"),
        IsSpecial = Flag(json, "special"),
    };

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static JsonElement Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : JsonDocument.Parse("null").RootElement;
}
