using System.Collections.Immutable;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Jobs;
using Cocoon.Core.Market;
using NSubstitute;

namespace Cocoon.Gateway.Tests;

/// <summary>The jobs of one idempotency key of <see cref="FakeMarket.Client"/>, each with its own state; leases and refusals are a job grain's.</summary>
internal sealed class FakeKeyJobs
{
    private readonly JobState[] _states;

    private FakeKeyJobs(int count) => _states = [.. Enumerable.Repeat(new JobState(), count)];

    /// <summary>How far each has come.</summary>
    public IReadOnlyList<JobState> States => _states;

    /// <summary>Jobs that got a lease, by their place among the key's; repetitions as well.</summary>
    public List<int> Leased { get; } = [];

    public static FakeKeyJobs Of(FakeMarket market, string key, int count)
    {
        var jobs = new FakeKeyJobs(count);
        for (var i = 0; i < count; i++)
        {
            var (place, grain) = (i, Substitute.For<IJobGrain>());
            grain.Start(Arg.Any<JobSpec>(), Arg.Any<ImmutableList<RoutableOffer>>()).Returns(_ => jobs.Start(place, IdOf(key, place)));
            grain.GiveBack().Returns(_ => jobs.GiveBack(place));
            grain.View().Returns(_ => Task.FromResult(jobs._states[place]));
            market.Grains.GetGrain<IJobGrain>(IdOf(key, place).ToString()).Returns(grain);
        }
        return jobs;
    }

    public static JobId IdOf(string key, int place) => JobId.FromIdempotencyKey(FakeMarket.Client.Raw, place == 0 ? key : $"{key}\n{place}");

    public static SignedReceipt ReceiptOf(JobId job, DateTimeOffset endedAt)
    {
        var receipt = FakeMarket.Receipt();
        return receipt with { Receipt = receipt.Receipt with { Job = job, StartedAt = endedAt, EndedAt = endedAt } };
    }

    /// <summary>Its provider has begun.</summary>
    public void Begin(int place) => _states[place] = _states[place] with { Status = JobStatus.Running };

    /// <summary>It came to nothing.</summary>
    public void Fail(int place, RefusalCode code) => _states[place] = _states[place] with { Status = JobStatus.Failed, Failure = new Refusal(code, "Nothing was delivered; nothing is charged.") };

    /// <summary>It is answered and charged.</summary>
    public void Charge(int place, SignedReceipt receipt) => _states[place] = _states[place] with { Status = JobStatus.Receipted, Receipt = receipt };

    private Task<Lease> Start(int place, JobId id)
    {
        var state = _states[place];
        switch (state.Status)
        {
            case JobStatus.None or JobStatus.Leased:
                _states[place] = new JobState { Status = JobStatus.Leased, Lease = FakeMarket.Lease with { Job = id } };
                Leased.Add(place);
                return Task.FromResult(_states[place].Lease!);
            case JobStatus.Failed:
                return Task.FromException<Lease>(new RefusedException(state.Failure!));
            case JobStatus.Receipted:
                return Task.FromException<Lease>(new RefusedException(RefusalCode.JobEnded, $"This request was answered before as job {id}."));
            default:
                return Task.FromException<Lease>(new RefusedException(RefusalCode.JobNotReady, $"This request is being worked on as job {id}."));
        }
    }

    private Task GiveBack(int place)
    {
        if (_states[place].Status is JobStatus.Leased) Fail(place, RefusalCode.EvidenceRefused);
        return _states[place].Status is JobStatus.Failed ? Task.CompletedTask : Task.FromException(new RefusedException(RefusalCode.JobNotReady, "The job has begun."));
    }
}
