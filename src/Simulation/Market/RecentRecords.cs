using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Jobs;
using Cocoon.LocalRuntime.Calls;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Market;

/// <summary>
/// The last jobs and pushes of a market as they were stored, and jobs that are not stored yet as their grains told of them:
/// what messages that come too late are about.
/// </summary>
internal sealed class RecentRecords
{
    private const int JobsKept = 48;
    private const int PushesKept = 24;

    private readonly List<JobId> _order = [];
    private readonly Dictionary<JobId, JobState> _jobs = [];
    private readonly Dictionary<JobId, JobOrder> _orders = [];
    private readonly List<SettlementPush> _pushes = [];
    private readonly Dictionary<AccountAddress, ChannelState> _channels = [];

    public void Stored(GrainId grain, object? state)
    {
        if (state is JobState { Spec: not null } job && JobId.TryParse(grain.Key.ToString(), out var id)) Keep(id, job);
        else if (state is ChannelState { IsOpen: true } channel) Keep(channel);
    }

    /// <summary>A job's grain has answered: what it leased or let begin is stored nowhere yet.</summary>
    public void Answered(Call call, object? result)
    {
        switch (result)
        {
            case Lease lease when call.Arguments is [JobSpec spec, ImmutableList<RoutableOffer> candidates] && !_jobs.ContainsKey(lease.Job):
                var hold = candidates.Select(candidate => candidate.Offer.Prices.MaxCharge(spec.MaxPromptTokens, spec.MaxCompletionTokens)).Aggregate(Nano.Max);
                Keep(lease.Job, new JobState { Status = JobStatus.Leased, Spec = spec, Hold = hold, Lease = lease });
                break;
            case JobOrder order:
                _orders[order.Lease.Job] = order;
                Keep(order.Lease.Job, new JobState { Status = JobStatus.Running, Spec = order.Spec, Hold = order.Hold, Lease = order.Lease });
                break;
        }
    }

    /// <summary>What the job's provider was told to do; null when it has not begun.</summary>
    public JobOrder? Order(JobId id) => _orders.GetValueOrDefault(id);

    public ChannelState? Channel(AccountAddress address) => _channels.GetValueOrDefault(address);

    public JobState? Job(JobId id) => _jobs.GetValueOrDefault(id);

    /// <summary>One of the jobs that fit; null when none does.</summary>
    public (JobId Id, JobState State)? PickJob(Dice dice, Func<JobState, bool> fits)
    {
        var fitting = _order.Where(id => fits(_jobs[id])).ToList();
        if (fitting.Count == 0) return null;
        var chosen = dice.Pick(fitting);
        return (chosen, _jobs[chosen]);
    }

    /// <summary>A push that was due some time ago; null before the first.</summary>
    public SettlementPush? PickPush(Dice dice) => _pushes.Count == 0 ? null : dice.Pick(_pushes);

    private void Keep(JobId id, JobState job)
    {
        if (!_jobs.ContainsKey(id)) _order.Add(id);
        _jobs[id] = job;
        if (_order.Count <= JobsKept) return;
        _jobs.Remove(_order[0]);
        _orders.Remove(_order[0]);
        _order.RemoveAt(0);
    }

    private void Keep(ChannelState channel)
    {
        _channels[channel.Channel] = channel;
        if (channel.Voucher is not { } voucher || Core.Channels.Channel.Covered(channel, int.MaxValue) is not { Count: > 0 } covered) return;
        _pushes.Add(new SettlementPush(voucher, [.. covered], channel.ClaimBy));
        if (_pushes.Count > PushesKept) _pushes.RemoveAt(0);
    }
}
