using System.Text.Json.Nodes;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Tests.Models;

/// <summary>A model that cannot be run is refused when it is opened, by a sentence that names the file.</summary>
public sealed class BadModelTests : IDisposable
{
    private const string Norm = "model.norm.weight";

    private readonly ModelCopy _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task An_undamaged_copy_opens() => await FluentActions.Awaiting(_model.OpenAsync).Should().NotThrowAsync();

    [Fact]
    public void A_missing_folder_is_named()
    {
        var act = () => ModelFolder.Open(_model.File("nowhere"));
        act.Should().Throw<ModelFileException>().WithMessage("*nowhere*");
    }

    [Theory]
    [InlineData(ModelCopy.Weights)]
    [InlineData(ModelCopy.Config)]
    [InlineData(ModelCopy.Tokenizer)]
    [InlineData(ModelCopy.TokenizerConfig)]
    public async Task A_missing_file_is_named(string name)
    {
        File.Delete(_model.File(name));
        await Refused(name, "missing");
    }

    [Theory]
    [InlineData(ModelCopy.Config, "{")]
    [InlineData(ModelCopy.Config, "[]")]
    [InlineData(ModelCopy.Config, "{}")]
    [InlineData(ModelCopy.Config, "")]
    [InlineData(ModelCopy.Config, """{"architectures":[]}""")]
    [InlineData(ModelCopy.Config, """{"architectures":{}}""")]
    [InlineData(ModelCopy.Tokenizer, "{\"model\":")]
    [InlineData(ModelCopy.Tokenizer, "null")]
    [InlineData(ModelCopy.Tokenizer, "{}")]
    [InlineData(ModelCopy.TokenizerConfig, "nonsense")]
    [InlineData(ModelCopy.TokenizerConfig, "[]")]
    [InlineData(ModelCopy.TokenizerConfig, "{}")]
    [InlineData(ModelCopy.TokenizerConfig, """{"chat_template":[{"name":"default"}]}""")]
    public async Task Json_that_is_broken_or_of_another_shape_is_refused(string name, string json)
    {
        await File.WriteAllTextAsync(_model.File(name), json);
        await Refused(name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(7_348_735)]
    public async Task Truncated_weights_are_refused(int length)
    {
        using (var file = File.OpenWrite(_model.File(ModelCopy.Weights))) file.SetLength(length);
        await Refused(ModelCopy.Weights);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"__metadata__\":{}}")]
    [InlineData("{\"a\":")]
    [InlineData("{\"model.embed_tokens.weight\":7}")]
    [InlineData("{\"model.embed_tokens.weight\":{}}")]
    [InlineData("{\"model.embed_tokens.weight\":{\"dtype\":\"F32\",\"shape\":[2048,256],\"data_offsets\":[]}}")]
    [InlineData("{\"model.embed_tokens.weight\":{\"dtype\":\"F32\",\"shape\":[1e99,256],\"data_offsets\":[0,1]}}")]
    public async Task A_strange_header_of_the_weights_is_refused(string header)
    {
        _model.WriteWeights(System.Text.Encoding.UTF8.GetBytes(header), new byte[64]);
        await Refused(ModelCopy.Weights);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(100_000_001L)]
    public async Task An_impossible_header_length_is_refused(long length)
    {
        await File.WriteAllBytesAsync(_model.File(ModelCopy.Weights), [.. BitConverter.GetBytes(length), .. new byte[64]]);
        await Refused(ModelCopy.Weights, "header length");
    }

    [Fact]
    public async Task A_missing_tensor_is_named()
    {
        _model.EditTensors(tensors =>
        {
            var norm = tensors[Norm];
            tensors.Remove(Norm);
            tensors["spare"] = norm;
        });
        await Refused(ModelCopy.Weights, $"'{Norm}' is missing");
    }

    [Fact]
    public async Task A_tensor_of_another_shape_is_named_with_both_shapes()
    {
        _model.EditTensors(tensors => tensors[Norm]!["shape"] = new JsonArray(128, 2));
        await Refused(ModelCopy.Weights, $"'{Norm}' has shape [128, 2], expected [256]");
    }

    [Theory]
    [InlineData("I8")]
    [InlineData("F64")]
    [InlineData("")]
    public async Task A_tensor_of_another_type_is_named(string type)
    {
        _model.EditTensors(tensors => tensors[Norm]!["dtype"] = type);
        await Refused(ModelCopy.Weights, Norm);
    }

    [Theory]
    [InlineData(-512, 0)]
    [InlineData(0, 511)]
    [InlineData(512, 0)]
    [InlineData(7_400_000, 7_400_512)]
    [InlineData(long.MaxValue - 511, long.MinValue)]
    public async Task Offsets_outside_the_data_are_refused(long start, long end)
    {
        _model.EditTensors(tensors => tensors[Norm]!["data_offsets"] = new JsonArray(start, end));
        await Refused(ModelCopy.Weights, Norm);
    }

    [Fact]
    public async Task Weights_of_a_larger_model_do_not_fit_the_config()
    {
        _model.EditJson(ModelCopy.Config, config => config["num_hidden_layers"] = 5);
        await Refused(ModelCopy.Weights, "model.layers.4");
    }

    [Fact]
    public async Task Another_architecture_is_named()
    {
        _model.EditJson(ModelCopy.Config, config => config["architectures"] = new JsonArray("MambaForCausalLM"));
        await Refused(ModelCopy.Config, "MambaForCausalLM");
    }

    [Theory]
    [InlineData("hidden_act", "\"gelu\"")]
    [InlineData("hidden_act", "3")]
    [InlineData("rope_scaling", "{\"type\":\"linear\"}")]
    [InlineData("num_key_value_heads", "3")]
    [InlineData("num_key_value_heads", "0")]
    [InlineData("vocab_size", "-1")]
    [InlineData("hidden_size", "1e30")]
    [InlineData("hidden_size", "\"256\"")]
    [InlineData("rms_norm_eps", "\"small\"")]
    [InlineData("max_position_embeddings", "0")]
    public async Task A_config_value_that_is_not_supported_is_refused(string name, string json)
    {
        _model.EditJson(ModelCopy.Config, config => config[name] = JsonNode.Parse(json));
        await Refused(ModelCopy.Config);
    }

    [Fact]
    public async Task An_unknown_chat_template_is_refused_not_guessed_at()
    {
        _model.EditJson(ModelCopy.TokenizerConfig, config => config["chat_template"] = "{% include 'other' %}");
        await Refused(ModelCopy.TokenizerConfig, "not understood");
    }

    [Theory]
    [InlineData("model", "{\"type\":\"Unigram\"}")]
    [InlineData("pre_tokenizer", "null")]
    [InlineData("pre_tokenizer", "{\"type\":\"Whitespace\"}")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\"}")]
    [InlineData("added_tokens", "[{\"id\":-1,\"content\":\"<x>\"}]")]
    [InlineData("added_tokens", "[{\"id\":2147483647,\"content\":\"<x>\"}]")]
    [InlineData("added_tokens", "[{\"id\":1e99,\"content\":\"<x>\"}]")]
    [InlineData("added_tokens", "[{\"id\":1}]")]
    [InlineData("added_tokens", "[{\"id\":1,\"content\":\"\"}]")]
    public async Task A_tokenizer_of_another_kind_is_refused(string name, string json)
    {
        _model.EditJson(ModelCopy.Tokenizer, tokenizer => tokenizer[name] = JsonNode.Parse(json));
        await Refused(ModelCopy.Tokenizer);
    }

    [Theory]
    [InlineData("[\"a\"]")]
    [InlineData("\"ab\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public async Task A_merge_without_two_parts_is_refused(string merge)
    {
        _model.EditJson(ModelCopy.Tokenizer, tokenizer => tokenizer["model"]!["merges"]!.AsArray().Add(JsonNode.Parse(merge)));
        await Refused(ModelCopy.Tokenizer);
    }

    [Fact]
    public async Task A_tokenizer_with_more_tokens_than_the_model_is_refused()
    {
        _model.EditJson(ModelCopy.Tokenizer, tokenizer => tokenizer["model"]!["vocab"]!["zzzzzz"] = 2048);
        await FluentActions.Awaiting(_model.OpenAsync).Should().ThrowAsync<ModelFileException>().WithMessage("*more tokens than the model*");
    }

    private async Task Refused(string file, string? what = null)
    {
        var error = (await FluentActions.Awaiting(_model.OpenAsync).Should().ThrowAsync<ModelFileException>()).Which;
        error.Message.Should().Contain($"'{_model.File(file)}'");
        if (what is not null) error.Message.Should().Contain(what);
    }
}
