using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Inference;

namespace Cocoon.Grains.Tests;

/// <summary>How an answer crosses the cluster: its first chunk at once, the others in company, and what crossed is what counts.</summary>
[Collection(GrainCollection.Name)]
public sealed class AnswerStreamTests(GrainHost host)
{
    private const int Tokens = 100;

    [Fact]
    public async Task The_first_chunk_travels_alone_and_the_others_together()
    {
        RequestContext.Set(AnswerStream.TakesCompany, true);

        var elements = await Elements("tokens 100");

        RequestContext.Clear();
        elements[0].Company.Should().BeNull();
        elements.Should().HaveCountLessThan(20, "a hundred tokens were there at once");
        elements.Sum(element => element.Tokens + (element.Company ?? []).Sum(chunk => chunk.Tokens)).Should().Be(Tokens);
        elements[^1].Outcome!.Bill!.Receipt.Receipt.Tokens.Completion.Should().Be(Tokens);
    }

    [Fact]
    public async Task Who_does_not_say_that_he_looks_for_company_gets_chunk_by_chunk()
    {
        var elements = await Elements("tokens 100");

        elements.Should().OnlyContain(element => element.Company == null).And.HaveCount(Tokens + 2, "each token, the end, the outcome");
    }

    [Fact]
    public async Task Who_hangs_up_pays_what_crossed_and_no_more()
    {
        RequestContext.Set(AnswerStream.TakesCompany, true);
        var (id, stream) = await Start("hang 100");
        var crossed = 0;
        await using (var elements = stream.GetAsyncEnumerator())
        {
            while (crossed < Tokens / 2 && await elements.MoveNextAsync()) crossed += elements.Current.Tokens + (elements.Current.Company ?? []).Sum(chunk => chunk.Tokens);
        }

        RequestContext.Clear();
        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).IsFinal);
        var receipt = (await host.Grains.Job(id).View()).Receipt!.Receipt;
        (receipt.Tokens.Completion, receipt.Ending).Should().Be(((long)crossed, JobEnding.Cancelled));
    }

    [Fact]
    public async Task No_receipt_is_signed_for_weights_that_are_not_in_memory()
    {
        var (own, other) = (host.Enclave.Model(GrainHost.Model)!, new ServedModel(new FakeEngine(GrainHost.Model, GrainHost.Bytes(77).ToString())));
        var (id, stream) = await Start("tokens 1");
        host.Enclave.Remove(own);
        host.Enclave.Add(other);
        try
        {
            (await FluentActions.Awaiting(async () => await stream.FirstAsync()).Should().ThrowAsync<RefusedException>()).WithMessage("*other weights than were leased*");
        }
        finally
        {
            host.Enclave.Remove(other);
            host.Enclave.Add(own);
        }
        (await host.Grains.Job(id).View()).Receipt.Should().BeNull();
    }

    private async Task<List<SealedChunk>> Elements(string script)
    {
        var (_, stream) = await Start(script);
        var elements = new List<SealedChunk>();
        await foreach (var element in stream) elements.Add(element);
        return elements;
    }

    private async Task<(JobId Id, IAsyncEnumerable<SealedChunk> Stream)> Start(string script)
    {
        var spec = host.Spec(await host.OpenChannel(100_000), maxTokens: Tokens);
        var (id, lease, message, opener) = await host.Start(spec, $$"""{"model":"{{GrainHost.Model}}","messages":[{"role":"user","content":"{{script}}"}]}""");
        opener.Dispose();
        return (id, host.Grains.Inference(host.Provider).Run(id, lease.Epoch, message).WithBatchSize(1));
    }
}
