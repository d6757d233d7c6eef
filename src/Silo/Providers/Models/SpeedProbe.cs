using Cocoon.Core.Providers;
using Cocoon.Inference;

namespace Cocoon.Silo.Providers.Models;

/// <summary>
/// Tries a model out before it is offered: once so that its code is compiled and its memory touched, then to measure it, for
/// as long as there is time. The prompt is the same for all, so figures compare.
/// </summary>
internal sealed class SpeedProbe(TimeProvider time)
{
    private static readonly SamplingOptions Greedy = new() { Temperature = 0 };

    private const int WarmTokens = 8;
    private const int Tokens = 32;
    private const int MostAnswers = 20;

    private static readonly ChatPrompt Prompt = new([new ChatMessage("user", "Tell me about the house, the garden and the road to town.")]);

    /// <summary>A short answer that nobody reads.</summary>
    public Task WarmUp(IInferenceEngine engine, CancellationToken cancellationToken) => Answer(engine, WarmTokens, [], [], cancellationToken);

    /// <summary>Measures a model.</summary>
    /// <param name="engine">Runs it, and nothing else meanwhile.</param>
    /// <param name="slots">Answers at once that are sold.</param>
    /// <param name="limit">Longest time in all. Half of it is for one answer at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when there was no time for a single answer.</returns>
    public async Task<ModelProfile?> Measure(IInferenceEngine engine, int slots, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var (first, between) = (new List<double>(), new List<double>());
        var alone = new List<double>();
        for (var i = 0; i < MostAnswers && time.GetElapsedTime(began) < limit / 2; i++)
        {
            if (await Rate(engine, 1, first, between, limit - time.GetElapsedTime(began), cancellationToken) is { } rate) alone.Add(rate);
        }
        if (alone.Count == 0 || between.Count == 0) return null;
        var at8 = await Rate(engine, Math.Min(slots, 8), [], [], limit - time.GetElapsedTime(began), cancellationToken) ?? 0;
        var at32 = slots <= 8 ? at8 : await Rate(engine, Math.Min(slots, 32), [], [], limit - time.GetElapsedTime(began), cancellationToken) ?? 0;
        return new ModelProfile(time.GetUtcNow(), At(first, 0.5), At(first, 0.95), At(between, 0.5), At(between, 0.95), At(alone, 0.5), at8, at32);
    }

    /// <summary>Tokens a second of so many answers side by side; null when the time was over before.</summary>
    private async Task<double?> Rate(IInferenceEngine engine, int answers, List<double> first, List<double> between, TimeSpan rest, CancellationToken cancellationToken)
    {
        if (rest <= TimeSpan.Zero) return null;
        using var limit = new CancellationTokenSource(rest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var began = time.GetTimestamp();
        try
        {
            // Times are kept of single answers only, so the lists are never written side by side.
            var counts = await Task.WhenAll(Enumerable.Range(0, answers).Select(_ => Task.Run(() => Answer(engine, Tokens, answers == 1 ? first : [], answers == 1 ? between : [], stop.Token), stop.Token)));
            var seconds = time.GetElapsedTime(began).TotalSeconds;
            return seconds > 0 ? counts.Sum() / seconds : null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<int> Answer(IInferenceEngine engine, int tokens, List<double> first, List<double> between, CancellationToken cancellationToken)
    {
        var (last, count) = (time.GetTimestamp(), 0);
        await foreach (var step in engine.GenerateAsync(new GenerationRequest(Prompt, tokens, Greedy, []), cancellationToken))
        {
            if (step.TokenId is null) continue;
            var now = time.GetTimestamp();
            (count++ == 0 ? first : between).Add(time.GetElapsedTime(last, now).TotalMilliseconds);
            last = now;
        }
        return count;
    }

    /// <summary>The value below which the given share lies: nearest rank.</summary>
    private static double At(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
