using System.Text;
using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Grains.Tests;

/// <summary>Answers that are more than one text: what is handed out, counted and committed to, on whichever runtime this build has.</summary>
[Collection(GrainCollection.Name)]
public sealed class AnswerTests(GrainHost host)
{
    private const string Tools = """
        ,"tools":[{"type":"function","function":{"name":"look"}}]
        """;

    [Fact]
    public async Task Choices_come_side_by_side_and_their_prompt_is_charged_once()
    {
        var (steps, receipt) = await Answer(await Spec(maxTokens: 6), "tokens 2", ",\"n\":3");

        steps.GroupBy(step => step.Choice).Select(choice => string.Concat(choice.Select(step => step.Text))).Should().Equal("t0 t1 ", "t0 t1 ", "t0 t1 ");
        steps.Where(step => step.Finish is not null).Select(step => (step.Choice, step.Finish)).Should()
            .Equal((0, AnswerFinish.Stop), (1, AnswerFinish.Stop), (2, AnswerFinish.Stop));
        (receipt.Tokens, receipt.Ending).Should().Be((new TokenCounts(8, 0, 6, 0), JobEnding.Stop));
        receipt.Charge.Value.Should().Be(8 + 60);
    }

    [Fact]
    public async Task What_was_ordered_is_shared_out_among_the_choices()
    {
        var (steps, receipt) = await Answer(await Spec(maxTokens: 5), "tokens 9", ",\"n\":2,\"max_tokens\":9");

        steps.Count(step => step.TokenId is not null).Should().Be(4);
        steps.Where(step => step.Finish is not null).Should().AllSatisfy(step => step.Finish.Should().Be(AnswerFinish.Length));
        (receipt.Tokens.Completion, receipt.Ending).Should().Be((4L, JobEnding.Length));
        var (_, tokens) = await host.Run(await Spec(maxTokens: 1), "tokens 1", ",\"n\":2");
        (await Refusal(tokens)).Message.Should().Be("The job was opened for 1 tokens of 2 answers.");
    }

    [Fact]
    public async Task Choices_have_the_model_s_context_each()
    {
        var tooLong = await Spec(maxTokens: 2_000);

        var (steps, _) = await Answer(tooLong with { LongestSequence = 520 }, "tokens 1", ",\"n\":4");

        steps.Count(step => step.TokenId is not null).Should().Be(4);
        (await FluentActions.Awaiting(() => host.Run(tooLong, "tokens 1")).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.RequestRefused);
    }

    [Fact]
    public async Task A_tool_call_begins_once_and_its_arguments_are_charged_as_tokens()
    {
        var (steps, receipt) = await Answer(await Spec(), "call 2", Tools);

        steps[0].Tool.Should().Be(new AnswerTool("call_0", "look"));
        steps.Skip(1).Should().AllSatisfy(step => step.Tool.Should().BeNull());
        steps.Take(2).Should().AllSatisfy(step => step.Kind.Should().Be(AnswerKind.ToolArguments));
        steps[^1].Finish.Should().Be(AnswerFinish.ToolCalls);
        receipt.Tokens.Completion.Should().Be(2);
    }

    [Fact]
    public async Task Thoughts_are_charged_as_reasoning()
    {
        var (steps, receipt) = await Answer(await Spec(), "think 2", "");

        steps.Select(step => step.Kind).Should().Equal(AnswerKind.Reasoning, AnswerKind.Reasoning, AnswerKind.Content, AnswerKind.Content);
        receipt.Tokens.Should().Be(new TokenCounts(7, 0, 1, 2));
    }

    [Fact]
    public async Task Vectors_are_charged_for_their_prompt_alone()
    {
        var spec = await Spec(maxTokens: 0);
        var (steps, receipt) = await AnswerTo(spec, Embedding("\"abc\",\"de\""));

        steps.Select(step => step.Embedding.ToArray()).Should().BeEquivalentTo((float[][])[[3, 0.5f], [2, 0.5f]], options => options.WithStrictOrdering());
        (receipt.Tokens, receipt.Charge.Value, receipt.Ending).Should().Be((new TokenCounts(5, 0, 0, 0), 5L, JobEnding.Stop));
        (await host.Grains.Channel(spec.Channel).View()).Charged.Value.Should().Be(5);
    }

    [Theory]
    [InlineData("\"abc\",\"de\"", 1)]
    [InlineData("\"hang\"", 0)]
    public async Task Vectors_of_which_one_is_missing_cost_nothing(string inputs, int taken)
    {
        var spec = await Spec(maxTokens: 0);
        var (id, tokens) = await host.RunBody(spec, Embedding(inputs));
        using var hangUp = new CancellationTokenSource();

        await using (var reader = tokens.GetAsyncEnumerator(hangUp.Token))
        {
            for (var i = 0; i < taken; i++) (await reader.MoveNextAsync()).Should().BeTrue();
            if (taken == 0) await HangUp(reader, hangUp, id);
        }

        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).IsFinal);
        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Failed);
        var view = await host.Grains.Channel(spec.Channel).View();
        (view.Charged.Value, view.Held.Value).Should().Be((0, 0));
    }

    [Theory]
    [InlineData("tokens 2", ",\"response_format\":{\"type\":\"json_object\"}", "'response_format' is not supported here")]
    [InlineData("tokens 2", ",\"logprobs\":true", "'logprobs' is not supported here")]
    public async Task What_the_engine_cannot_do_is_refused_by_name(string script, string fields, string message)
    {
        var (_, tokens) = await host.Run(await Spec(), script, fields);

        var refusal = await Refusal(tokens);
        (refusal.Code, refusal.Message[..message.Length]).Should().Be((RefusalCode.RequestRefused, message));
    }

    [Fact]
    public async Task Requests_that_do_not_suit_their_job_are_refused()
    {
        var (_, text) = await host.RunBody(await Spec(), Embedding("\"a\""));
        (await Refusal(text)).Message.Should().Be("Vectors are not generated: open their job for 0 completion tokens.");
        var (_, vectors) = await host.Run(await Spec(maxTokens: 0), "tokens 1");
        (await Refusal(vectors)).Message.Should().Be("The job was opened for 0 tokens of 1 answers.");
        var (_, raw) = await host.RunBody(await Spec(), $$"""{"model":"{{GrainHost.Model}}","prompt":"Once"}""");
        (await Refusal(raw)).Message.Should().StartWith("This model's engine reads conversations only.");
        var (_, dimensions) = await host.RunBody(await Spec(maxTokens: 0), $$"""{"model":"{{GrainHost.Model}}","input":"a","dimensions":3}""");
        (await Refusal(dimensions)).Message.Should().Be("This model's vectors have 2 dimensions. Leave out 'dimensions'.");
    }

    [Theory]
    [InlineData("overrun 1", 10)]
    [InlineData("stray 1", 0)]
    public async Task An_engine_that_does_what_nobody_asked_for_has_failed(string script, int delivered)
    {
        var (_, tokens) = await host.Run(await Spec(), script);
        if (delivered == 0)
        {
            (await Refusal(tokens)).Code.Should().Be(RefusalCode.EngineFailed);
            return;
        }
        var outcome = (await All(tokens))[^1].Outcome!;
        (outcome.Failure!.Code, outcome.Tokens.Completion, outcome.Bill!.Receipt.Receipt.Ending).Should().Be((RefusalCode.EngineFailed, (long)delivered, JobEnding.Interrupted));
    }

    [Fact]
    public async Task Nobody_s_prompt_is_shared_with_a_stranger_s()
    {
        const string Body = """{"model":"tiny","messages":[{"role":"user","content":"scope 0"}]}""";
        var spec = await Spec();
        var (_, lease, _, _) = await host.Start(spec, Body.Replace("tiny", GrainHost.Model, StringComparison.Ordinal));

        var (one, again, other) = (await Scope(spec), await Scope(spec with { Channel = host.Provider }), await Scope(spec with { Client = host.Provider }));

        again.Should().Be(one).And.NotBe(other);
        one.Should().NotBe(new string('0', 16), "that is everybody's");

        async Task<string> Scope(JobSpec asked)
        {
            var body = Encoding.UTF8.GetBytes(Body.Replace("tiny", GrainHost.Model, StringComparison.Ordinal));
            await using var engine = new FakeEngine(GrainHost.Model, lease.WeightHash.ToString());
            var said = "";
            await foreach (var step in RunPlan.Of(new JobOrder(asked, lease), engine, body).Steps(CancellationToken.None)) said += step.Token.Text;
            return said;
        }
    }

    private async Task<JobSpec> Spec(int maxTokens = 10) => host.Spec(await host.OpenChannel(100_000), maxTokens: maxTokens);

    private static string Embedding(string inputs) => $$"""{"model":"{{GrainHost.Model}}","input":[{{inputs}}]}""";

    private Task<(List<AnswerToken> Steps, Receipt Receipt)> Answer(JobSpec spec, string script, string fields) =>
        AnswerTo(spec, $$"""{"model":"{{GrainHost.Model}}","messages":[{"role":"user","content":"{{script}}"}]{{fields}}}""");

    /// <summary>Runs to the end, and checks the receipt's commitments as the caller would.</summary>
    private async Task<(List<AnswerToken> Steps, Receipt Receipt)> AnswerTo(JobSpec spec, string body)
    {
        var (_, tokens) = await host.RunBody(spec, body);
        var chunks = await All(tokens);
        List<AnswerToken> steps = [.. chunks.SkipLast(1).Select(chunk => chunk.Token)];
        var receipt = chunks[^1].Outcome!.Bill!.Receipt.Receipt;
        var said = new AnswerTranscript();
        foreach (var step in steps) said.Add(step);
        receipt.AnswerCommitment.Should().Be(said.Commit(chunks[^1].Salt));
        receipt.PromptCommitment.Should().Be(Prompt(body, chunks[^1].Salt));
        return (steps, receipt);
    }

    private static HexBytes Prompt(string body, byte[] salt)
    {
        var request = ServedRequest.Parse(Encoding.UTF8.GetBytes(body));
        return request is ChatCompletionRequest { IsPlain: true } chat
            ? Commitment.OfPrompt(salt, chat.Messages.Select(message => (message.Role, message.Content)))
            : Commitment.OfRequest(salt, Encoding.UTF8.GetBytes(body));
    }

    private async Task HangUp(IAsyncEnumerator<OpenedChunk> reader, CancellationTokenSource hangUp, JobId id)
    {
        var next = reader.MoveNextAsync().AsTask();
        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).Status == JobStatus.Running);
        await hangUp.CancelAsync();
        await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<RefusedException> Refusal(IAsyncEnumerable<OpenedChunk> tokens) =>
        (await FluentActions.Awaiting(() => All(tokens)).Should().ThrowAsync<RefusedException>()).Which;

    private static async Task<List<OpenedChunk>> All(IAsyncEnumerable<OpenedChunk> tokens)
    {
        var all = new List<OpenedChunk>();
        await foreach (var chunk in tokens) all.Add(chunk);
        return all;
    }
}
