using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tests.Decoding.Reference;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>Each kind of model against the same model written down plainly.</summary>
public sealed class DecoderVariantTests
{
    private const int Length = 40;

    private static readonly Dictionary<string, ModelConfig> Variants = new()
    {
        ["Llama"] = RandomModel.Config,
        ["Llama with tied embeddings"] = RandomModel.Config with { TiedEmbeddings = true },
        ["Llama with all biases"] = RandomModel.Config with { HasAttentionBias = true, HasOutputBias = true },
        ["Llama with a head for each head"] = RandomModel.Config with { KeyValueHeads = 6 },
        ["Llama from GGUF"] = RandomModel.Config with { Rope = new RopeConfig(10_000) { Interleaved = true } },
        ["Llama 3.1"] = RandomModel.Config with
        {
            Rope = new RopeConfig(50) { Scaling = RopeScalingKind.Llama3, Factor = 8, OriginalContext = 32, LowFrequencyFactor = 1, HighFrequencyFactor = 4 },
        },
        ["Llama 3.1 from GGUF"] = RandomModel.Config with { Rope = new RopeConfig(10_000) { FrequencyDivisors = [1, 1.5f, 3, 8] } },
        ["Linear scaling"] = RandomModel.Config with { Rope = new RopeConfig(10_000) { Scaling = RopeScalingKind.Linear, Factor = 4 } },
        ["Qwen 2 with YaRN"] = RandomModel.Config with
        {
            Architecture = ModelArchitecture.Qwen2,
            HasAttentionBias = true,
            Rope = new RopeConfig(100) { Scaling = RopeScalingKind.Yarn, Factor = 4, OriginalContext = 64, BetaFast = 8 },
        },
        ["Qwen 3"] = RandomModel.Config with { Architecture = ModelArchitecture.Qwen3, HasQueryKeyNorm = true, NormEpsilon = 1e-2f },
    };

    public static TheoryData<string> Names => [.. Variants.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void States_and_logits_are_those_of_the_formulas(string name)
    {
        var config = Variants[name];
        var (prompt, weights) = (RandomModel.Prompt(Length, seed: 7), RandomModel.Write(config));
        var (states, logits) = new StraightforwardDecoder(config, weights).Read(prompt);
        using var runner = new DecoderRunner(config, weights, new ReferenceBackend(), new DecoderRunnerOptions { MaxSequences = 2, MaxRows = Length, KeyValueBlocks = 8 });

        var (first, second) = (runner.Open(prompt, scope: 1).Sequence, runner.Open(prompt, scope: 2).Sequence);
        var step = new RunnerStep(Length);
        step.Add(first, prompt, StepOutput.HiddenStates);
        runner.Run(step);
        Near(runner.Output(0), [.. states.SelectMany(row => row)]);

        for (var read = 0; read < Length; read++)
        {
            step.Clear();
            step.Add(second, prompt.AsSpan(read, 1), StepOutput.Logits);
            runner.Run(step);
            Near(runner.Output(0), logits[read]);
        }
    }

    [Fact]
    public void Weights_that_are_missing_or_of_another_shape_or_that_the_config_does_not_tell_of_are_named()
    {
        Opening(RandomModel.Config with { TiedEmbeddings = true }, RandomModel.Config).Should().Throw<ModelFileException>().WithMessage("*lm_head.weight*");
        Opening(RandomModel.Config, RandomModel.Config with { FeedForward = 29 }).Should().Throw<ModelFileException>().WithMessage("*mlp.gate_proj.weight*29*");
        Opening(RandomModel.Config with { HasAttentionBias = true }, RandomModel.Config).Should().Throw<ModelFileException>().WithMessage("*q_proj.bias*");
        Opening(RandomModel.Config, RandomModel.Config with { KeyValueHeads = 4 }).Should().Throw<ModelFileException>().WithMessage("*4 key-value heads*");
    }

    private static Action Opening(ModelConfig written, ModelConfig read) => () => new DecoderRunner(read, RandomModel.Write(written), new ReferenceBackend()).Dispose();

    private static void Near(ReadOnlySpan<float> actual, double[] expected)
    {
        actual.Length.Should().Be(expected.Length);
        var worst = 0.0;
        for (var i = 0; i < actual.Length; i++) worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
        (worst < 2e-4).Should().BeTrue("the worst error is {0}", worst);
    }
}
