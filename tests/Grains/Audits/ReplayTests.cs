using System.Text;
using Cocoon.Core;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Audits;
using Cocoon.Sealing;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>What an auditor's enclave makes of what it is handed. Its engine says "t0 t1 t2 " to the request of these tests.</summary>
public sealed class ReplayTests
{
    private const string Request = """{"model":"tiny-jane","temperature":0,"messages":[{"role":"user","content":"tokens 3"}]}""";
    private static readonly byte[] Salt = [.. Enumerable.Repeat((byte)9, Commitment.SaltBytes)];
    private readonly Machine _auditor = new(31, GrainHost.Rules, new FakeEngine(GrainHost.Model, GrainHost.Rules.Models[GrainHost.Model].ToString()));

    [Fact]
    public async Task The_truth_matches_and_the_finding_is_signed_by_the_auditors_enclave()
    {
        var found = await Audit(Record());

        (found.Finding.Outcome, found.Finding.Compared, found.Finding.Auditor).Should().Be((AuditOutcome.Matches, 3, _auditor.Wallet));
        found.EnclaveKey.Should().Be(_auditor.Claims.ReceiptKey);
        Ed25519.Default.Verify(found.EnclaveKey.ToArray(), found.Finding.Hash().ToArray(), found.Signature.ToArray()).Should().BeTrue();
    }

    [Fact]
    public async Task Another_request_than_the_receipts_is_a_forgery() =>
        (await Audit(Record() with { Request = Encoding.UTF8.GetBytes(Request.Replace("tokens 3", "tokens 2", StringComparison.Ordinal)) }, Receipt())).Finding.Outcome.Should().Be(AuditOutcome.RecordForged);

    [Fact]
    public async Task Another_answer_than_the_receipts_is_a_forgery() =>
        (await Audit(Record() with { Steps = [Step(0, "t0 "), Step(1, "t1 "), Step(2, "t9 ")] }, Receipt())).Finding.Outcome.Should().Be(AuditOutcome.RecordForged);

    [Fact]
    public async Task Tokens_of_the_truth_under_another_text_are_a_forgery()
    {
        var lie = Record() with { Steps = [Step(0, "t0 "), Step(1, "lie "), Step(2, "t2 ")] };

        (await Audit(lie)).Finding.Outcome.Should().Be(AuditOutcome.RecordForged, "the receipt commits to text, and these tokens do not say it");
    }

    [Fact]
    public async Task Other_tokens_are_found_where_they_begin()
    {
        var found = (await Audit(Record() with { Steps = [Step(0, "t0 "), Step(7, "t7 "), Step(2, "t2 ")] })).Finding;

        // This engine tells no log probabilities, so nothing says whether it was a tie.
        (found.Outcome, found.Position, found.Compared).Should().Be((AuditOutcome.NotReproducible, 1, 1));
    }

    [Fact]
    public async Task An_answer_that_the_caller_hung_up_on_is_compared_as_far_as_it_went() =>
        (await Audit(Record() with { Steps = [Step(0, "t0 "), Step(1, "t1 ")] }, ending: JobEnding.Cancelled)).Finding.Outcome.Should().Be(AuditOutcome.Matches);

    [Fact]
    public async Task What_does_not_open_or_is_not_what_was_stated_counts_as_nothing_handed_over()
    {
        var (record, receipt) = (Record(), Receipt());
        var task = Task(record, receipt);
        var other = task.Disclosure with { Statement = task.Disclosure.Statement with { Statement = task.Disclosure.Statement.Statement with { Record = GrainHost.Bytes(1) } } };
        byte[] damaged = [.. task.Disclosure.Sealed.SkipLast(1), (byte)(task.Disclosure.Sealed[^1] ^ 1)];

        (await _auditor.Calls.Audit(task with { Disclosure = other })).Finding.Outcome.Should().Be(AuditOutcome.RecordMissing);
        (await _auditor.Calls.Audit(task with { Disclosure = task.Disclosure with { Sealed = damaged } })).Finding.Outcome.Should().Be(AuditOutcome.RecordMissing);
        (await _auditor.Calls.Audit(Task(record, receipt, SealingPurpose.Request))).Finding.Outcome.Should().Be(AuditOutcome.RecordMissing, "a request is never opened as a record");
    }

    [Fact]
    public async Task A_machine_runs_one_audit_at_a_time()
    {
        using (_auditor.Occupy())
            (await FluentActions.Awaiting(() => Audit(Record())).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.ProviderBusy);

        (await Audit(Record())).Finding.Outcome.Should().Be(AuditOutcome.Matches);
    }

    private Task<SignedFinding> Audit(AuditRecord record, Receipt? receipt = null, JobEnding ending = JobEnding.Stop) =>
        _auditor.Calls.Audit(Task(record, receipt ?? Receipt(record, ending)));

    private AuditTask Task(AuditRecord record, Receipt receipt, SealingPurpose purpose = SealingPurpose.Audit)
    {
        var terms = new SealingTerms(GrainHost.Network, GrainHost.Bytes(8), receipt.Job, receipt.Model, receipt.WeightHash, receipt.Prices) { Purpose = purpose };
        SealedRequest.TrySeal(_auditor.Claims.SealingKey, terms, record.Encode(), new SystemEntropy(), out var message, out var answer, out var failure).Should().BeTrue("{0}", failure);
        answer!.Dispose();
        var statement = new AuditStatement(receipt.Job, receipt.Hash(), AuditRecord.Hash(record.Encode()), _auditor.Claims.SealingKey);
        return new AuditTask(new SignedReceipt(receipt, default, default, default, default), 10, new Disclosure(message!, GrainHost.Bytes(8), new SignedStatement(statement, default, default)));
    }

    private static AuditRecord Record() => new(Encoding.UTF8.GetBytes(Request), Salt, "", [Step(0, "t0 "), Step(1, "t1 "), Step(2, "t2 ")]);

    private static AuditStep Step(int token, string text) => new(new AnswerToken(token, text, null).Encode(), []);

    /// <summary>A receipt that commits to what a record says.</summary>
    private static Receipt Receipt(AuditRecord? record = null, JobEnding ending = JobEnding.Stop)
    {
        record ??= Record();
        var answer = new AnswerTranscript();
        foreach (var step in record.Steps)
            if (AnswerToken.TryDecode(step.Said, out var token)) answer.Add(token);
        var counts = new TokenCounts(8, 0, record.Steps.Count, 0);
        return new Receipt(
            JobId.New(DateTimeOffset.UnixEpoch.AddYears(50), new byte[10]), GrainHost.Address(1), GrainHost.Address(2), GrainHost.Address(3), GrainHost.Model, GrainHost.Rules.Models[GrainHost.Model],
            counts, GrainHost.Prices, GrainHost.Prices.Charge(counts), 500, Commitment.OfPrompt(Salt, [("user", "tokens 3")]), answer.Commit(Salt),
            Tier.Simulated, GrainHost.Bytes(7), ending, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1));
    }
}
