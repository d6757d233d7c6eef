using Cocoon.Inference.Serving;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Inference.Tests.Serving;

/// <summary>What the scheduler must never do, whatever joins, leaves and however little memory there is.</summary>
public sealed class BatchInvarianceTests
{
    private const int Longest = 60;

    [Fact]
    public void Whatever_else_runs_an_answer_is_what_its_request_gets_alone_and_nothing_leaks() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Check(seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    private static async Task Check(int seed)
    {
        var random = new Random(seed);
        var runner = new ScriptedRunner(random.Next(1, 8), random.Next(8, 40), Longest + random.Next(0, 30));
        var options = new LocalEngineOptions { Slots = random.Next(1, 8), LookAhead = random.Next(1, 6), PromptRows = random.Next(1, 20), MaxWaiting = 1_000 };
        var requests = Enumerable.Range(0, random.Next(3, 10)).Select(_ => Request(random)).ToList();
        await using var engine = ScriptedModel.Open(runner, options);

        var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => Ask(engine, request))));

        runner.Empty.Wait(TimeSpan.FromSeconds(10)).Should().BeTrue("every sequence is closed (seed {0})", seed);
        engine.Load.Should().Match<EngineLoad>(load => load.Running == 0 && load.Waiting == 0 && !load.IsFaulted);
        for (var i = 0; i < requests.Count; i++)
        {
            await using var quiet = ScriptedModel.Open(new ScriptedRunner(sequences: 1));
            (await Ask(quiet, requests[i])).Should().BeEquivalentTo(answers[i], options => options.WithStrictOrdering(), "request {0} of seed {1}", i, seed);
        }
    }

    /// <summary>What a caller sees of each choice, or of the vectors.</summary>
    private static async Task<List<string>> Ask(LocalEngine engine, Asked asked)
    {
        if (asked.Request is not { } request) return [.. (await engine.EmbedAsync(asked.Inputs)).Vectors.Select(vector => string.Join(' ', vector.ToArray()))];
        var choices = Enumerable.Range(0, request.Choices).Select(_ => new List<string>()).ToList();
        var seen = 0;
        await foreach (var step in engine.GenerateAsync(request))
        {
            choices[step.Choice].Add($"{step.TokenId} {step.Text} {step.Finish}");
            if (step.Usage is { } usage) choices[0].Add($"{usage.PromptTokens} {usage.CompletionTokens}");
            if (++seen == asked.LeavesAfter) return [];
        }
        return [.. choices.Select(choice => string.Join('|', choice))];
    }

    private static Asked Request(Random random)
    {
        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => (char)('0' + random.Next(10))));
        if (random.Next(5) == 0) return new Asked(null, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text())], 0);
        var sampling = new SamplingOptions { Temperature = random.Next(2), TopP = 0.9f, RepetitionPenalty = 1.2f, Seed = random.Next() };
        var request = new GenerationRequest(new ChatPrompt([]), random.Next(1, Longest - 25), sampling, ["77"]) { RawPrompt = Text(), Choices = random.Next(1, 4), PromptScope = (ulong)random.Next(2) };
        return new Asked(request, [], random.Next(4) == 0 ? random.Next(1, 10) : 0);
    }

    /// <summary>One caller.</summary>
    /// <param name="Request">What to continue; null for an embedding.</param>
    /// <param name="Inputs">What to embed.</param>
    /// <param name="LeavesAfter">Hangs up after so many events; 0 for one who stays.</param>
    private sealed record Asked(GenerationRequest? Request, IReadOnlyList<string> Inputs, int LeavesAfter);
}
