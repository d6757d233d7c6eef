using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Gguf;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Tests.Tokenizers;

/// <summary>Small tokenizers of the kinds that real models have; golden_kinds.json holds what Hugging Face's Rust library makes of texts with them.</summary>
public sealed class TokenizerKindTests
{
    private static readonly JsonNode Golden = JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "golden_kinds.json")))!;
    private static readonly Range[] None = [];
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static TheoryData<string> Kinds => [.. Golden["cases"]!.AsArray().Select(entry => (string)entry!["name"]!)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_encodes_as_the_reference(string name)
    {
        var (tokenizer, vectors) = Open(name);

        foreach (var vector in vectors) tokenizer.Encode(vector.Text, parseAdded: true).Should().Equal(vector.Ids, "'{0}'", vector.Text);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    [InlineData("llama2")]
    [InlineData("unigram")]
    public void A_megabyte_without_a_space_is_no_bomb(string name)
    {
        var (tokenizer, _) = Open(name);
        var bomb = string.Concat(Enumerable.Range(0, 1 << 18).Select(place => "esth"[place * 7 % 4]));

        new ChatTokenizer(tokenizer).Decode(tokenizer.Encode(bomb, parseAdded: false)).Should().Be(bomb);
    }

    [Theory]
    [InlineData("gpt2", "<|end|>")]
    [InlineData("llama2", "</s>")]
    [InlineData("unigram", "</s>")]
    public void A_control_token_counts_only_where_all_of_it_is_trusted(string name, string control)
    {
        var (tokenizer, _) = Open(name);
        var id = tokenizer.AddedToken(control)!.Value;
        var ids = new List<int>();

        tokenizer.Encode($"a{control}b{control}", [0..3, (control.Length + 2)..(2 * control.Length + 2)], ids);

        ids.Count(token => token == id).Should().Be(1);
        ids[^1].Should().Be(id);
        tokenizer.Encode(control, None, ids = []);
        ids.Should().NotContain(id);
    }

    [Fact]
    public void Runs_of_line_ends_that_are_tokens_are_found_in_the_text_of_people_too()
    {
        var (tokenizer, _) = Open("gemma");

        tokenizer.Encode("a\n\nb", parseAdded: false).Should().Equal(tokenizer.Encode("a\n\nb", parseAdded: true)).And.Contain(tokenizer.AddedToken("\n\n")!.Value);
    }

    [Theory]
    [InlineData("normalizer", """{"type":"BertNormalizer"}""", "BertNormalizer")]
    [InlineData("pre_tokenizer", """{"type":"UnicodeScripts"}""", "UnicodeScripts")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"a++"},"behavior":"Isolated"}""", "possessive")]
    [InlineData("decoder", """{"type":"WordPiece"}""", "WordPiece")]
    [InlineData("post_processor", """{"type":"BertProcessing"}""", "BertProcessing")]
    [InlineData("model", """{"type":"WordPiece","vocab":{}}""", "WordPiece")]
    public void What_is_not_known_is_refused_by_name(string part, string json, string name)
    {
        var opening = () => Open("gpt2", part, json);

        opening.Should().Throw<ModelFileException>().WithMessage($"*{name}*");
    }

    [Fact]
    public void A_regular_expression_that_runs_away_ends_with_an_error()
    {
        var (tokenizer, _) = Open("gpt2", "pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(a+)+$"},"behavior":"Isolated"},{"type":"ByteLevel","add_prefix_space":false}]}""");

        var encoding = () => tokenizer.Encode(new string('a', 40) + "!", parseAdded: false);

        encoding.Should().Throw<InferenceRequestException>();
    }

    [Theory]
    [InlineData("gpt2", "gpt-2")]
    [InlineData("llama3", "llama-bpe")]
    [InlineData("qwen", "qwen2")]
    public void The_tokenizer_inside_a_gguf_file_is_the_same(string name, string pre)
    {
        var (reference, vectors) = Open(name);
        var source = Golden["base"]!["bpe"]!;
        var added = source["added_tokens"]!.AsArray().Select(token => (string)token!["content"]!).ToHashSet();
        var vocabulary = source["model"]!["vocab"]!.AsObject();
        List<string> tokens = [.. vocabulary.OrderBy(entry => (int)entry.Value!).Select(entry => entry.Key), .. added.Where(text => !vocabulary.ContainsKey(text))];
        var file = new GgufVocabulary(
            "test.gguf", "gpt2", pre, tokens, [.. tokens.Select(text => added.Contains(text) ? GgufTokenType.Control : GgufTokenType.Normal)], [.. source["model"]!["merges"]!.AsArray().Select(merge => (string)merge!)], []);

        var tokenizer = GgufTokenizer.Of(file);

        foreach (var vector in vectors) tokenizer.Encode(vector.Text, parseAdded: false).Should().Equal(reference.Encode(vector.Text, parseAdded: false), "'{0}'", vector.Text);
    }

    [Theory]
    [InlineData("ab", "7")] // the best score of all merges first: a and b, then the space with both
    [InlineData("abb", "7 5")]
    [InlineData("a b", "6 3 5")] // no token is a space with b
    [InlineData("é", "3 8 9")]
    [InlineData("</s>?", "3 0")]
    public void Scores_of_a_gguf_file_say_what_merges_first(string text, string ids)
    {
        string[] tokens = ["<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "▁ab", "<0xC3>", "<0xA9>", "ab"];
        GgufTokenType[] types = [GgufTokenType.Unknown, GgufTokenType.Control, GgufTokenType.Control, .. Enumerable.Repeat(GgufTokenType.Normal, 5), GgufTokenType.Byte, GgufTokenType.Byte, GgufTokenType.Normal];
        var tokenizer = GgufTokenizer.Of(new GgufVocabulary("test.gguf", "llama", "default", tokens, types, [], [0, 0, 0, -9, -9, -9, -2, -3, 0, 0, -1]) { BeginToken = 1, UnknownToken = 0 });

        string.Join(' ', tokenizer.Encode(text, parseAdded: false)).Should().Be(ids);
        tokenizer.Prefix.Should().Equal(1);
    }

    private static (ITokenizer Tokenizer, TokenizerVector[] Vectors) Open(string name, string? part = null, string? json = null)
    {
        var kind = Golden["cases"]!.AsArray().Single(entry => (string)entry!["name"]! == name)!;
        var root = Golden["base"]![(string)kind["file"]!]!.DeepClone();
        foreach (var (key, value) in kind["changes"]!.AsObject())
        {
            var of = key.StartsWith("model.", StringComparison.Ordinal) ? root["model"]! : root;
            of[key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]] = value!.DeepClone();
        }
        if (part is not null) root[part] = JsonNode.Parse(json!);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, root.ToJsonString());
            return (TokenizerFile.Load(path), kind["vectors"].Deserialize<TokenizerVector[]>(Options)!);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
