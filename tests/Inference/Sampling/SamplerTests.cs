using Cocoon.Inference.Formats.Grammars;
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
    public void A_mask_leaves_only_its_tokens_whatever_the_options()
    {
        var mask = new TokenMask(4); // token 4 lies beyond the vocabulary
        mask.Allow(0);
        mask.Allow(3);

        Draw(new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [1] = 100 } }, 5, mask: mask).Should().AllBeEquivalentTo(0);
        Draw(new SamplingOptions { Temperature = 2 }, 500, mask: mask).Distinct().Should().BeEquivalentTo([0, 3]);
    }

    [Fact]
    public void Top_k_leaves_so_many_and_min_p_those_near_the_likeliest()
    {
        Draw(new SamplingOptions { TopK = 2, Temperature = 2 }, 500).Distinct().Order().Should().Equal(1, 2);
        // e^-1 = 0.37 of the likeliest's probability, e^-2 = 0.14.
        Draw(new SamplingOptions { MinP = 0.3f }, 500).Distinct().Order().Should().Equal(1, 2);
        Draw(new SamplingOptions { MinP = 0.1f }, 500).Distinct().Order().Should().Equal(0, 1, 2);
    }

    [Fact]
    public void Repetition_counts_the_prompt_and_divides_what_is_above_zero()
    {
        // Token 1 (3) falls to 1.5 below 2 (2), which falls to 1; then 1 leads again.
        Draw(new SamplingOptions { Temperature = 0, RepetitionPenalty = 2 }, 3, prompt: [1]).Should().Equal(2, 1, 1);
        Draw(new SamplingOptions { Temperature = 0, PresencePenalty = 2 }, 1, prompt: [1]).Should().Equal([1], "presence is of the answer's tokens only");
        Draw(new SamplingOptions { RepetitionPenalty = 1_000, LogitBias = new Dictionary<int, float> { [0] = -100, [2] = -100, [3] = -100 } }, 50, prompt: [4]).Should().AllBeEquivalentTo(1, "what is below zero is multiplied");
    }

    [Fact]
    public void Every_draw_is_the_one_that_sorting_the_whole_vocabulary_would_give()
    {
        var random = new Random(1);
        for (var round = 0; round < 150; round++)
        {
            var flat = random.NextDouble() < 0.3 ? 0.01 : 6;
            float[] logits = [.. Enumerable.Range(0, random.Next(1, 3_000)).Select(_ => (float)(Math.Round(random.NextDouble() * 40) / 40 * flat))];
            var options = new SamplingOptions
            {
                Temperature = 0.2f + random.NextSingle(), TopP = random.Next(2) == 0 ? 1 : random.NextSingle(), TopK = random.Next(2) == 0 ? 0 : random.Next(1, 400), MinP = random.Next(2) == 0 ? 0 : 0.3f * random.NextSingle(),
            };
            var sampler = new Sampler(options, (ulong)round, new SamplingSpace(logits.Length), []);

            sampler.Next(logits).Should().Be(Sorted(logits, options, new SplitMix64((ulong)round).NextDouble()), "round {0}", round);
        }
    }

    [Fact]
    public void Choosing_allocates_nothing_once_it_is_under_way()
    {
        float[] logits = [.. Enumerable.Range(0, 5_000).Select(token => token * 7919 % 5_000 / 500f)];
        var options = new SamplingOptions { TopP = 0.9f, TopK = 300, MinP = 0.001f, FrequencyPenalty = 0.1f, RepetitionPenalty = 1.1f, LogitBias = new Dictionary<int, float> { [3] = 1 } };
        var sampler = new Sampler(options, 1, new SamplingSpace(logits.Length), [.. Enumerable.Range(0, 5_000)]);
        for (var i = 0; i < 100; i++) sampler.Next(logits);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) sampler.Next(logits);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    /// <summary>The plain way: all tokens in order, then what each option leaves.</summary>
    private static int Sorted(float[] logits, SamplingOptions options, double share)
    {
        var best = logits.Max();
        var ranks = logits.Select((logit, token) => (Token: token, Weight: Math.Exp((logit - best) / options.Temperature)))
            .Where(entry => entry.Weight >= options.MinP).OrderByDescending(entry => entry.Weight).ThenBy(entry => entry.Token).ToList();
        if (options.TopK > 0) ranks = [.. ranks.Take(options.TopK)];
        var limit = options.TopP * ranks.Sum(entry => entry.Weight);
        var kept = ranks.Select((_, rank) => ranks.Take(rank + 1).Sum(entry => entry.Weight)).TakeWhile(sum => sum < limit).Count() + 1;
        ranks = [.. ranks.Take(kept)];
        var point = share * ranks.Sum(entry => entry.Weight);
        foreach (var (token, weight) in ranks)
            if ((point -= weight) < 0) return token;
        return ranks[^1].Token;
    }

    private static List<int> Draw(SamplingOptions options, int count, ulong seed = 42, TokenMask? mask = null, int[]? prompt = null)
    {
        var sampler = new Sampler(options, seed, new SamplingSpace(Logits.Length), prompt ?? []);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(Logits, mask))];
    }
}
