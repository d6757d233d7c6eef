using Cocoon.Inference.Sampling;

namespace Cocoon.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, 0, -1];

    [Fact]
    public void Temperature_zero_takes_the_likeliest_token() => Draw(new SamplingOptions { Temperature = 0 }, 10).Should().AllBeEquivalentTo(1);

    [Fact]
    public void Top_p_zero_leaves_only_the_likeliest_token() => Draw(new SamplingOptions { TopP = 0 }, 10).Should().AllBeEquivalentTo(1);

    [Fact]
    public void Draws_follow_the_distribution()
    {
        const int Count = 20_000;
        var drawn = Draw(new SamplingOptions { Temperature = 0.8f }, Count);
        var weights = Logits.Select(logit => Math.Exp(logit / 0.8)).ToArray();
        for (var token = 0; token < Logits.Length; token++)
        {
            var expected = weights[token] / weights.Sum();
            // Five standard deviations: with this seed it holds forever, with another one nearly always.
            drawn.Count(other => other == token).Should().BeCloseTo((int)(Count * expected), (uint)(5 * Math.Sqrt(Count * expected)) + 1);
        }
    }

    [Fact]
    public void Top_p_cuts_the_tail() => Draw(new SamplingOptions { TopP = 0.8f }, 2_000).Distinct().Order().Should().Equal(1, 2);

    [Fact]
    public void A_seed_decides_everything()
    {
        Draw(new SamplingOptions(), 50, seed: 7).Should().Equal(Draw(new SamplingOptions(), 50, seed: 7));
        Draw(new SamplingOptions(), 50, seed: 7).Should().NotEqual(Draw(new SamplingOptions(), 50, seed: 8));
    }

    [Fact]
    public void A_bias_lifts_and_forbids_tokens_and_strange_ids_are_harmless()
    {
        Draw(new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [3] = 100, [99_999] = 100 } }, 1).Should().Equal(3);
        Draw(new SamplingOptions { LogitBias = new Dictionary<int, float> { [1] = -100 } }, 500).Should().NotContain(1);
    }

    [Fact]
    public void Presence_is_charged_once_and_frequency_each_time()
    {
        // Presence 1.5: 1 (3) then falls to 1.5 below 2 (2), which falls to 0.5; then 1 leads again for good.
        Draw(new SamplingOptions { Temperature = 0, PresencePenalty = 1.5f }, 4).Should().Equal(1, 2, 1, 1);
        // Frequency 1.5: 3 → 1.5 → 0; 2 → 0.5; 1 (token 0) → -0.5.
        Draw(new SamplingOptions { Temperature = 0, FrequencyPenalty = 1.5f }, 4).Should().Equal(1, 2, 1, 0);
    }

    [Fact]
    public void Log_probabilities_are_those_of_the_model_not_of_the_options()
    {
        var sampler = new Sampler(new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [0] = 50 } }, 1);

        sampler.Next([.. Logits], wantLogProb: true, out var logProb).Should().Be(0);

        logProb.Should().BeApproximately((float)(1 - Math.Log(Logits.Sum(logit => Math.Exp(logit)))), 1e-5f);
    }

    private static List<int> Draw(SamplingOptions options, int count, ulong seed = 42)
    {
        var sampler = new Sampler(options, seed);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next([.. Logits], wantLogProb: false, out var _))];
    }
}
