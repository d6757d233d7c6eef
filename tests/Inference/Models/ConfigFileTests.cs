using System.Text.Json.Nodes;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Configs;

namespace Cocoon.Inference.Tests.Models;

/// <summary>config.json and generation_config.json, with transformers' defaults for what is not written.</summary>
public sealed class ConfigFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_llama_does_not_write_has_its_defaults()
    {
        var config = Read("LlamaForCausalLM");

        config.Should().BeEquivalentTo(new ModelConfig(
            ModelArchitecture.Llama, 100, 64, 128, 2, 4, 4, 16, 2_048, 1e-6f, new RopeConfig(10_000) { OriginalContext = 2_048 }, TiedEmbeddings: false, [2]));
    }

    [Fact]
    public void Qwen2_has_biases_on_query_key_and_value_and_none_on_the_output()
    {
        var config = Read("Qwen2ForCausalLM", """{"num_key_value_heads":2,"eos_token_id":7,"rope_theta":1000000.0,"tie_word_embeddings":true}""");

        (config.HasAttentionBias, config.HasOutputBias, config.HasQueryKeyNorm, config.TiedEmbeddings).Should().Be((true, false, false, true));
        (config.KeyValueHeads, config.HeadSize, config.ContextLength, config.Rope.Theta).Should().Be((2, 16, 32_768, 1e6f));
    }

    [Fact]
    public void Qwen3_norms_its_heads_whose_size_is_its_own()
    {
        var config = Read("Qwen3ForCausalLM", """{"num_key_value_heads":null,"eos_token_id":7,"attention_bias":true}""");

        (config.HasAttentionBias, config.HasOutputBias, config.HasQueryKeyNorm).Should().Be((true, true, true));
        (config.KeyValueHeads, config.HeadSize, config.QuerySize).Should().Be((4, 128, 512));
    }

    [Fact]
    public void Ends_of_both_files_hold()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "generation_config.json"), """{"eos_token_id":[9,5]}""");

        Read("Qwen2ForCausalLM", """{"num_key_value_heads":2,"eos_token_id":7}""").EndTokens.Should().Equal(5, 7, 9);
    }

    [Fact]
    public void A_model_that_nothing_ends_is_refused() => Refused("Qwen2ForCausalLM", """{"num_key_value_heads":2}""", "eos_token_id");

    [Fact]
    public void Linear_scaling_is_read_in_the_old_form() =>
        Read("LlamaForCausalLM", """{"rope_scaling":{"type":"linear","factor":4.0}}""").Rope
            .Should().BeEquivalentTo(new RopeConfig(10_000) { OriginalContext = 2_048, Scaling = RopeScalingKind.Linear, Factor = 4 });

    [Fact]
    public void Llama3_scaling_is_read() =>
        Read("LlamaForCausalLM", """{"rope_theta":5e5,"max_position_embeddings":131072,"rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192}}""").Rope
            .Should().BeEquivalentTo(new RopeConfig(500_000) { OriginalContext = 8_192, Scaling = RopeScalingKind.Llama3, Factor = 8 });

    [Fact]
    public void Yarn_is_read_in_the_new_form_and_lengthens_the_context()
    {
        var config = Read("Qwen3ForCausalLM", """{"eos_token_id":7,"num_key_value_heads":2,"max_position_embeddings":40960,"rope_parameters":{"rope_theta":1e6,"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":32768,"beta_fast":16.0,"attention_factor":1.5}}""");

        config.Rope.Should().BeEquivalentTo(new RopeConfig(1e6f) { OriginalContext = 32_768, Scaling = RopeScalingKind.Yarn, Factor = 4, BetaFast = 16, AttentionFactor = 1.5f });
        config.ContextLength.Should().Be(131_072);
    }

    [Fact]
    public void Yarns_attention_factor_may_be_said_in_two_parts() =>
        Read("LlamaForCausalLM", """{"rope_scaling":{"type":"yarn","factor":40.0,"mscale":1.0,"mscale_all_dim":0.5}}""").Rope.AttentionFactor
            .Should().BeApproximately(((0.1f * MathF.Log(40)) + 1) / ((0.05f * MathF.Log(40)) + 1), 1e-6f);

    [Theory]
    [InlineData("""{"rope_scaling":{"type":"dynamic","factor":2.0}}""", "dynamic")]
    [InlineData("""{"rope_scaling":{"type":"linear","factor":0.5}}""", "factor")]
    [InlineData("""{"rope_scaling":{"type":"llama3","factor":8.0,"low_freq_factor":4.0,"high_freq_factor":1.0,"original_max_position_embeddings":8192}}""", "not in order")]
    [InlineData("""{"rope_scaling":{"type":"yarn","factor":2.0,"original_max_position_embeddings":0}}""", "original_max_position_embeddings")]
    [InlineData("""{"rope_parameters":{"full_attention":{"rope_type":"default"}}}""", "differ by layer")]
    [InlineData("""{"rope_parameters":{"rope_type":"default","partial_rotary_factor":0.5}}""", "whole heads")]
    [InlineData("""{"rope_theta":0}""", "rotary positions")]
    [InlineData("""{"mlp_bias":true}""", "biases")]
    [InlineData("""{"quantization_config":{"quant_method":"awq"}}""", "GGUF")]
    [InlineData("""{"use_sliding_window":true}""", "sliding-window")]
    [InlineData("""{"layer_types":["sliding_attention"]}""", "full attention")]
    [InlineData("""{"num_attention_heads":0}""", "num_attention_heads")]
    [InlineData("""{"head_dim":15}""", "odd")]
    [InlineData("""{"num_hidden_layers":1000000}""", "layers")]
    [InlineData("""{"vocab_size":2000000000}""", "vocabulary")]
    [InlineData("""{"rms_norm_eps":-1}""", "epsilon")]
    [InlineData("""{"eos_token_id":100}""", "not in the vocabulary")]
    public void What_would_change_the_arithmetic_or_cannot_be_is_refused(string json, string fault) => Refused("LlamaForCausalLM", json, fault);

    [Theory]
    [InlineData("""{"architectures":["LlamaForCausalLM"],"hidden_size":64,"hidden_size":128}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    public void Names_that_repeat_and_deep_nesting_are_refused(string json)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "config.json"), json);

        FluentActions.Invoking(() => ConfigFile.Load(_folder.FullName)).Should().Throw<ModelFileException>().WithMessage("*config.json*not valid JSON*");
    }

    [Fact]
    public void A_file_of_many_megabytes_is_not_read()
    {
        using (var file = File.Create(Path.Combine(_folder.FullName, "config.json"))) file.SetLength(5_000_000_000);

        FluentActions.Invoking(() => ConfigFile.Load(_folder.FullName)).Should().Throw<ModelFileException>().WithMessage("*config.json*5000000000 bytes*");
    }

    private void Refused(string architecture, string json, string fault) =>
        FluentActions.Invoking(() => Read(architecture, json)).Should().Throw<ModelFileException>().WithMessage($"*config.json*{fault}*");

    private ModelConfig Read(string architecture, string more = "{}")
    {
        var root = new JsonObject
        {
            ["architectures"] = new JsonArray(architecture), ["vocab_size"] = 100, ["hidden_size"] = 64, ["intermediate_size"] = 128,
            ["num_hidden_layers"] = 2, ["num_attention_heads"] = 4,
        };
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject()) root[name] = value?.DeepClone();
        File.WriteAllText(Path.Combine(_folder.FullName, "config.json"), root.ToJsonString());
        return ConfigFile.Load(_folder.FullName);
    }
}
