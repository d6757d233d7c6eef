using System.Text.Json;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Jobs;

public sealed class JobTests
{
    private static readonly JobSpec Spec = new(Samples.Client, Samples.Channel, "model", 10, 10, null, Tier.CpuTee, Samples.Now.AddMinutes(1), Samples.Bytes(1));
    private static readonly Lease Lease = new(Samples.Job(1), Samples.Provider, "model", Samples.Bytes(4), Samples.Prices, 500, Samples.Appraisal, 3, Samples.Now.AddMinutes(1));

    private static JobState Running()
    {
        var opened = Job.Open(new JobState(), Spec, new Nano(80), Samples.Now).State;
        return Job.Begin(Job.Leased(opened, Lease).State, 3, Samples.Now).State;
    }

    [Fact]
    public void A_job_goes_from_opened_to_receipted()
    {
        var completed = Job.Complete(Running(), Samples.Receipt(1, 8), Samples.Now).State;

        completed.Status.Should().Be(JobStatus.Completed);
        Job.Receipted(completed).State.Status.Should().Be(JobStatus.Receipted);
        Job.Fail(Job.Receipted(completed).State, new Refusal(RefusalCode.EngineFailed, "late")).Refusal!.Code.Should().Be(RefusalCode.JobEnded);
    }

    [Fact]
    public void A_job_that_was_never_opened_cannot_fail_and_opens_later()
    {
        Job.Fail(new JobState(), new Refusal(RefusalCode.EngineFailed, "early")).Refusal!.Code.Should().Be(RefusalCode.JobUnknown);
        Job.Open(new JobState(), Spec, new Nano(80), Samples.Now).State.Status.Should().Be(JobStatus.Opened);
    }

    [Fact]
    public void A_retry_keeps_the_first_deadline_and_another_request_is_refused()
    {
        var opened = Job.Open(new JobState(), Spec, new Nano(80), Samples.Now).State;

        Job.Open(opened, Spec with { Deadline = Samples.Now.AddMinutes(2) }, new Nano(90), Samples.Now).Changed.Should().BeFalse();
        Job.Open(opened, Spec with { RequestTag = Samples.Bytes(2) }, new Nano(80), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
    }

    [Fact]
    public void Only_one_provider_life_can_begin_and_only_once()
    {
        var leased = Job.Leased(Job.Open(new JobState(), Spec, new Nano(80), Samples.Now).State, Lease).State;

        Job.Begin(leased, 2, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.LeaseUnknown);
        Job.Begin(leased, 3, Samples.Now.AddMinutes(1)).Refusal!.Code.Should().Be(RefusalCode.DeadlineInvalid);
        var begun = Job.Begin(leased, 3, Samples.Now).State;
        Job.Begin(begun, 3, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.JobNotReady);
    }

    [Fact]
    public void A_job_is_not_dispatched_on_an_expired_appraisal()
    {
        var late = Lease with { Appraisal = Samples.Appraisal with { NotAfter = Samples.Now } };
        var leased = Job.Leased(Job.Open(new JobState(), Spec, new Nano(80), Samples.Now).State, late).State;

        Job.Begin(leased, 3, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.AppraisalExpired);
    }

    [Fact]
    public void A_lease_dearer_than_the_hold_is_a_broken_invariant()
    {
        var opened = Job.Open(new JobState(), Spec, new Nano(79), Samples.Now).State;

        var leasing = () => Job.Leased(opened, Lease);

        leasing.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I5");
    }

    public static TheoryData<string, Func<SignedReceipt, SignedReceipt>> Lies => new()
    {
        { "another channel", signed => signed with { Receipt = signed.Receipt with { Channel = Samples.Account(9) } } },
        { "another provider", signed => signed with { Receipt = signed.Receipt with { Provider = Samples.Account(9) } } },
        { "another enclave", signed => signed with { EnclaveKey = Samples.Bytes(99) } },
        { "other prices", signed => signed with { Receipt = signed.Receipt with { Prices = Samples.Prices with { Prompt = new Nano(1) } } } },
        { "another fee", signed => signed with { Receipt = signed.Receipt with { FeeBps = 0 } } },
        { "too many prompt tokens", signed => WithTokens(signed, new TokenCounts(11, 0, 1, 0)) },
        { "too many completion tokens", signed => WithTokens(signed, new TokenCounts(1, 0, 11, 0)) },
        { "an end that has not come", signed => signed with { Receipt = signed.Receipt with { EndedAt = Samples.Now + Job.MaxClockLead + TimeSpan.FromSeconds(1) } } },
        { "nothing delivered", signed => WithTokens(signed, new TokenCounts(1, 0, 0, 0)) },
        { "a charge of its own", signed => signed with { Receipt = signed.Receipt with { Charge = new Nano(9) } } },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_receipt_that_states(string lie, Func<SignedReceipt, SignedReceipt> change) =>
        Job.Complete(Running(), change(Samples.Receipt(1, 8)), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ReceiptInvalid, lie);

    [Fact]
    public void A_second_receipt_is_refused_and_the_same_one_is_a_repeat()
    {
        var completed = Job.Complete(Running(), Samples.Receipt(1, 8), Samples.Now).State;

        Job.Complete(completed, Samples.Receipt(1, 8), Samples.Now).Changed.Should().BeFalse();
        Job.Complete(completed, WithTokens(Samples.Receipt(1, 8), new TokenCounts(2, 0, 1, 0)), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(Job.MaxTokens, Job.MaxTokens, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, -1, false)]
    [InlineData(Job.MaxTokens + 1, 1, false)]
    [InlineData(1, Job.MaxTokens + 1, false)]
    public void Bounds_lie_between_one_token_and_a_million(int prompt, int completion, bool allowed)
    {
        var spec = Spec with { MaxPromptTokens = prompt, MaxCompletionTokens = completion };

        (Job.Open(new JobState(), spec, Nano.Zero, Samples.Now).Refusal?.Code ?? RefusalCode.None).Should().Be(allowed ? RefusalCode.None : RefusalCode.AmountInvalid);
    }

    [Fact]
    public void The_longest_sequence_is_bounded_and_written_only_where_it_says_something()
    {
        JsonSerializer.Serialize(Spec).Should().NotContain(nameof(JobSpec.LongestSequence), "orders sealed by earlier versions stay sealed");
        var spec = Spec with { LongestSequence = 7 };
        JsonSerializer.Deserialize<JobSpec>(JsonSerializer.Serialize(spec)).Should().Be(spec);
        Job.Open(new JobState(), Spec with { LongestSequence = -1 }, Nano.Zero, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.AmountInvalid);
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(0, 3, true)]
    [InlineData(0, 0, false)]
    public void A_job_for_vectors_alone_is_charged_for_its_prompt_once_they_were_delivered(long prompt, long cached, bool isCharged)
    {
        var running = Running() with { Spec = Spec with { MaxCompletionTokens = 0 } };

        var step = Job.Complete(running, WithTokens(Samples.Receipt(1, 8), new TokenCounts(prompt, cached, 0, 0)), Samples.Now);

        (step.Refusal?.Code ?? RefusalCode.None).Should().Be(isCharged ? RefusalCode.None : RefusalCode.ReceiptInvalid);
        Job.Complete(running, WithTokens(Samples.Receipt(1, 8), new TokenCounts(1, 0, 1, 0)), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ReceiptInvalid, "no tokens were ordered");
    }

    [Fact]
    public void Counts_that_overflow_throw_and_never_pass_for_small_ones()
    {
        var signed = Samples.Receipt(1, 8);
        var completing = () => Job.Complete(Running(), signed with { Receipt = signed.Receipt with { Tokens = new TokenCounts(long.MaxValue, 1, 1, 0) } }, Samples.Now);

        completing.Should().Throw<OverflowException>();
    }

    [Theory]
    [InlineData(JobStatus.Opened, false)]
    [InlineData(JobStatus.Completed, false)]
    [InlineData(JobStatus.Receipted, true)]
    [InlineData(JobStatus.Failed, true)]
    public void A_job_that_is_charged_or_failed_is_final(JobStatus status, bool final) => new JobState { Status = status }.IsFinal.Should().Be(final);

    private static SignedReceipt WithTokens(SignedReceipt signed, TokenCounts tokens) =>
        signed with { Receipt = signed.Receipt with { Tokens = tokens, Charge = Samples.Prices.Charge(tokens) } };
}
