using Cocoon.Inference.Serving;
using Cocoon.Inference.Tests.Engine;

namespace Cocoon.Inference.Tests.Serving;

/// <summary>What each step reads.</summary>
public sealed class StepTests
{
    private static readonly LocalEngineOptions FarAhead = new() { LookAhead = 1_000, PromptRows = 20 };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_long_prompt_is_read_in_parts_beside_those_who_write()
    {
        var runner = new ScriptedRunner(rows: 100);
        await using var engine = ScriptedModel.Open(runner, FarAhead);
        Task<Answer>? reader = null;
        runner.OnRun = _ => reader ??= runner.Steps.Count == 2 ? Answer.Of(engine, ScriptedModel.Continue(150, 3, variant: 1)) : null;

        var writer = await Answer.Of(engine, ScriptedModel.Continue(5, 30));
        await reader!;

        writer.Tokens.Should().HaveCount(30);
        runner.Steps[0].Should().ContainSingle().Which.Count.Should().Be(5);
        var beside = runner.Steps.Skip(2).TakeWhile(step => step.Sum(slice => slice.Count) > 2).ToList();
        beside.Should().HaveCount(8).And.OnlyContain(step => step[0].Count == 1 && step[0].Output == Running.StepOutput.Logits, "the writer goes on in each of them");
        beside.Select(step => step[1].Count).Should().Equal(19, 19, 19, 19, 19, 19, 19, 17);
    }

    [Fact]
    public async Task Short_prompts_do_not_wait_for_long_ones()
    {
        var runner = new ScriptedRunner(sequences: 4, rows: 60);
        await using var engine = ScriptedModel.Open(runner, FarAhead);
        List<Task<Answer>> answers = [];
        runner.OnRun = _ =>
        {
            if (runner.Steps.Count != 1) return;
            foreach (var (length, variant) in new[] { (300, 1), (300, 2), (10, 3) }) answers.Add(Answer.Of(engine, ScriptedModel.Continue(length, 1, variant)));
        };

        await Answer.Of(engine, ScriptedModel.Continue(2, 1));
        await Task.WhenAll(answers);

        runner.Steps[1].Sum(slice => slice.Count).Should().Be(60, "no room is left unused");
        runner.Steps[1].Should().ContainSingle(slice => slice.Count == 10 && slice.Output == Running.StepOutput.Logits, "the short one is through at once");
        runner.Steps.Skip(2).SkipLast(1).Should().OnlyContain(step => step.Length == 2, "both long ones go on together");
    }

    [Fact]
    public async Task A_reader_who_stays_behind_stops_the_work_for_it_and_for_nobody_else()
    {
        var runner = new ScriptedRunner();
        await using var engine = ScriptedModel.Open(runner, new LocalEngineOptions { LookAhead = 4 });
        await using var slow = engine.GenerateAsync(ScriptedModel.Continue(3, 100)).GetAsyncEnumerator();
        (await slow.MoveNextAsync()).Should().BeTrue();

        var other = await Answer.Of(engine, ScriptedModel.Continue(3, 50, variant: 1));

        other.Tokens.Should().HaveCount(50);
        runner.Steps.Count(step => step.Any(slice => slice.Sequence == 0)).Should().Be(5, "one token was read and four are ahead");
        var rest = 1;
        while (await slow.MoveNextAsync()) rest++;
        rest.Should().Be(101, "it goes on when it is wanted again");
    }

    [Fact]
    public async Task Choices_copy_their_prompt_and_run_side_by_side()
    {
        var runner = new ScriptedRunner(sequences: 4, rows: 60);
        await using var engine = ScriptedModel.Open(runner, FarAhead);

        var answer = await Answer.Of(engine, ScriptedModel.Continue(40, 5) with { Choices = 3 });

        runner.Steps.Select(step => step.Sum(slice => slice.Count)).Should().Equal(40, 3, 3, 3, 3);
        answer.Usage.Should().Be(new TokenUsage(40, 0, 15, 0));
        answer.Events.Where(step => step.TokenId is not null).Select(step => step.Choice).Should().Equal(Enumerable.Repeat(new[] { 0, 1, 2 }, 5).SelectMany(turn => turn));
    }

    [Fact]
    public async Task One_request_of_many_choices_leaves_slots_to_others()
    {
        var runner = new ScriptedRunner(sequences: 4, rows: 60);
        await using var engine = ScriptedModel.Open(runner, FarAhead);
        Task<Answer>? late = null;
        runner.OnRun = _ => late ??= runner.Steps.Count == 1 ? Answer.Of(engine, ScriptedModel.Continue(3, 2, variant: 1)) : null;

        var many = await Answer.Of(engine, ScriptedModel.Continue(8, 20) with { Choices = 40 });
        await late!;

        many.Tokens.Should().HaveCount(800);
        runner.Steps.FindIndex(step => step.Any(slice => slice.Count == 3)).Should().BeLessThan(30, "only choices that run already are waited for");
    }

    [Fact]
    public async Task What_was_read_before_is_counted_as_cached_within_its_scope()
    {
        await using var engine = ScriptedModel.Open(new ScriptedRunner());
        var request = ScriptedModel.Continue(40, 2) with { PromptScope = 7 };

        var usages = new List<TokenUsage?>();
        foreach (var next in new[] { request, request, request with { PromptScope = 8 } }) usages.Add((await Answer.Of(engine, next)).Usage);

        usages.Select(usage => usage!.CachedPromptTokens).Should().Equal(0, 36, 0);
        usages.Should().OnlyContain(usage => usage!.PromptTokens == 40);
    }

    [Fact]
    public async Task The_youngest_gives_way_when_memory_is_full_and_what_never_fits_is_refused()
    {
        var runner = new ScriptedRunner(sequences: 4, capacity: 60);
        await using var engine = ScriptedModel.Open(runner, FarAhead);
        List<Task<Answer>> answers = [];
        runner.OnRun = _ =>
        {
            if (runner.Steps.Count == 1) answers.AddRange(Enumerable.Range(1, 2).Select(variant => Answer.Of(engine, ScriptedModel.Continue(10, 30, variant))));
        };

        answers.Add(Answer.Of(engine, ScriptedModel.Continue(10, 30)));
        var first = await answers[0];
        await Task.WhenAll(answers);

        first.Tokens.Should().HaveCount(30);
        answers.Should().OnlyContain(answer => answer.Result.Tokens.Count == 30 && answer.Result.Usage!.CompletionTokens == 30);
        runner.Steps.Count.Should().BeGreaterThan(40, "not all three had room");
        var refused = () => Answer.Of(engine, ScriptedModel.Continue(10, 51));
        (await refused.Should().ThrowAsync<InferenceRequestException>()).Which.Code.Should().Be("context_length_exceeded");
    }

    [Fact]
    public async Task A_reader_who_pauses_keeps_no_memory_from_others()
    {
        await using var engine = ScriptedModel.Open(new ScriptedRunner(capacity: 60), new LocalEngineOptions { LookAhead = 4 });
        await using var slow = engine.GenerateAsync(ScriptedModel.Continue(20, 40)).GetAsyncEnumerator();
        (await slow.MoveNextAsync()).Should().BeTrue();

        (await Answer.Of(engine, ScriptedModel.Continue(50, 10, variant: 1))).Tokens.Should().HaveCount(10);

        var rest = 1;
        while (await slow.MoveNextAsync()) rest++;
        rest.Should().Be(41);
    }

    [Fact]
    public async Task A_reader_who_pauses_after_somebody_found_no_room_gives_way_too()
    {
        using var second = new ManualResetEventSlim();
        var runner = new ScriptedRunner(capacity: 60);
        // Until somebody waits, its reader has read all there is, and it is wanted.
        runner.OnRun = _ => (runner.Steps.Count == 1 || second.Wait(Patience)).Should().BeTrue();
        await using var engine = ScriptedModel.Open(runner, new LocalEngineOptions { LookAhead = 4 });
        await using var slow = engine.GenerateAsync(ScriptedModel.Continue(20, 40)).GetAsyncEnumerator();
        (await slow.MoveNextAsync()).Should().BeTrue();

        var waiting = Answer.Of(engine, ScriptedModel.Continue(50, 10, variant: 1));
        second.Set();

        (await waiting.WaitAsync(Patience)).Tokens.Should().HaveCount(10);
    }
}
