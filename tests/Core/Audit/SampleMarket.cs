using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using ChannelBooks = Cocoon.Core.Channels.Channel;
using JobBooks = Cocoon.Core.Jobs.Job;
using ProviderBooks = Cocoon.Core.Providers.Provider;

namespace Cocoon.Core.Tests.Audit;

/// <summary>A market's books, made by the state machines as its grains would: two channels, two providers, one shard.</summary>
internal sealed class SampleMarket
{
    public static readonly AccountAddress First = Samples.Account(2);
    public static readonly AccountAddress Second = Samples.Account(20);
    public static readonly AccountAddress Cheap = Samples.Account(3);
    public static readonly AccountAddress Good = Samples.Account(30);

    /// <summary>What every job holds; it is charged 13 nano for 2 prompt and 1 or 2 completion tokens at most.</summary>
    private static readonly Nano Held = Samples.Prices.MaxCharge(4, 4);

    private static readonly ChannelLimits Limits = new(Nano.Zero, new Nano(100_000_000), 4_096, TimeSpan.FromMinutes(10));
    private static readonly SettlementPolicy Policy = new(1_000, TimeSpan.FromHours(1), new Nano(1), 100, TimeSpan.Zero);
    private static readonly SettlementCosts Free = new(Nano.Zero, Nano.Zero, Nano.Zero);

    private readonly Dictionary<AccountAddress, ChannelState> _channels = [];
    private readonly Dictionary<JobId, JobState> _jobs = [];
    private readonly Dictionary<AccountAddress, ProviderState> _providers = [];
    private readonly Dictionary<BatchId, Batch> _batches = [];
    private SettlementState _shard = new();
    private int _last;

    public SampleMarket()
    {
        foreach (var channel in (AccountAddress[])[First, Second])
            _channels[channel] = ChannelBooks.Observe(new ChannelState(), Facts(channel), Limits).State;
        foreach (var provider in (AccountAddress[])[Cheap, Good])
            _providers[provider] = ProviderBooks.Register(new ProviderState(), provider, Samples.Appraisal, [Samples.Offer(slots: 2)], Samples.Now).State;
    }

    public Books Books => new()
    {
        Channels = _channels.ToImmutableDictionary(),
        Jobs = _jobs.ToImmutableDictionary(),
        Providers = _providers.ToImmutableDictionary(),
        Settlements = ImmutableDictionary<int, SettlementState>.Empty.Add(0, _shard),
        Batches = _batches.ToImmutableDictionary(),
    };

    public SettlementState Shard => _shard;

    /// <summary>A market with everything in it: archived batches, one on its way, receipts waiting everywhere, jobs at every stage.</summary>
    public static SampleMarket Busy()
    {
        var market = new SampleMarket();
        for (var batch = 0; batch < 3; batch++)
        {
            for (var i = 0; i < 4; i++) market.Run(i % 2 == 0 ? First : Second, i < 3 ? Cheap : Good);
            market.Vouch(First);
            market.Vouch(Second);
            market.Push(First);
            market.Push(Second);
            if (batch < 2) market.Settle();
        }
        market.Cut();
        market.Run(First, Good);
        market.Vouch(First);
        market.Push(First);
        market.Run(First, Cheap);
        market.Lease(First, Good);
        market.Complete(market.Lease(Second, Cheap));
        return market;
    }

    public JobId Run(AccountAddress channel, AccountAddress provider)
    {
        var job = Lease(channel, provider);
        Complete(job);
        Post(job);
        _jobs[job] = JobBooks.Receipted(_jobs[job]).State;
        _providers[provider] = ProviderBooks.Release(_providers[provider], job).State;
        return job;
    }

    /// <summary>Up to the moment at which hold and lease are taken and the provider works.</summary>
    public JobId Lease(AccountAddress channel, AccountAddress provider)
    {
        var job = Samples.Job(++_last);
        var deadline = Samples.Now.AddMinutes(1);
        var spec = new JobSpec(Samples.Client, channel, "model", 4, 4, null, Tier.Simulated, deadline, Samples.Bytes(1));
        var opened = JobBooks.Open(new JobState(), spec, Held, Samples.Now).State;
        _channels[channel] = ChannelBooks.Hold(_channels[channel], job, Held, deadline, Limits, Samples.Now).State;
        _providers[provider] = ProviderBooks.Lease(_providers[provider], new LeaseRequest(job, "model", 8, Samples.Prices, Tier.Simulated, 500, deadline), Samples.Now, bonusBps: provider == Good ? 300 : 0).State;
        var leased = JobBooks.Leased(opened, _providers[provider].Leases[job]).State;
        _jobs[job] = JobBooks.Begin(leased, leased.Lease!.Epoch, Samples.Now).State;
        return job;
    }

    public void Complete(JobId job)
    {
        var (spec, lease) = (_jobs[job].Spec!, _jobs[job].Lease!);
        var tokens = new TokenCounts(2, 0, 1 + (_last % 2), 0);
        var receipt = new Receipt(job, spec.Client, spec.Channel, lease.Provider, lease.Model, lease.WeightHash, tokens, lease.Prices, lease.Prices.Charge(tokens), lease.FeeBps,
            Samples.Bytes(5), Samples.Bytes(6), lease.Appraisal.Tier, lease.Appraisal.Hash, JobEnding.Stop, Samples.Now, Samples.Now.AddSeconds(1))
        {
            BonusBps = lease.BonusBps,
        };
        _jobs[job] = JobBooks.Complete(_jobs[job], new SignedReceipt(receipt, lease.Appraisal.EnclaveKey, Samples.Bytes(12), Samples.Bytes(13), Samples.Bytes(14)), Samples.Now).State;
    }

    public void Post(JobId job)
    {
        var channel = _jobs[job].Spec!.Channel;
        _channels[channel] = ChannelBooks.Post(_channels[channel], _jobs[job].Receipt!).State;
    }

    public void Vouch(AccountAddress channel)
    {
        var state = _channels[channel];
        var voucher = new Voucher(channel, state.Charged, (state.Voucher?.Voucher.Seqno ?? 0) + 1);
        _channels[channel] = ChannelBooks.AcceptVoucher(state, new SignedVoucher(voucher, Samples.Bytes(11))).State;
    }

    /// <param name="channel">Whose outbox.</param>
    /// <param name="acknowledged">Whether the acknowledgement comes back.</param>
    public void Push(AccountAddress channel, bool acknowledged = true)
    {
        var state = _channels[channel];
        _shard = Settlements.Accept(_shard, new SettlementPush(state.Voucher!, [.. ChannelBooks.Covered(state, 1_000)])).State;
        if (acknowledged) _channels[channel] = ChannelBooks.Pushed(state, _shard.Channels[channel].LastNumber, state.Voucher!.Voucher.Seqno).State;
    }

    public void Cut() => _shard = Settlements.Cut(_shard, Policy, Free, Samples.Now).State;

    /// <param name="closed">Whether the shard closes the batch after archiving it.</param>
    public void Settle(bool closed = true)
    {
        if (_shard.Open is null) Cut();
        var attempt = new ChainAttempt(Samples.Bytes(1), 100, 0);
        var paid = Settlements.PayoutSigned(Settlements.Claimed(Settlements.ClaimSigned(_shard, attempt, 0).State).State, attempt, 0).State;
        var seen = Settlements.PayoutSeen(paid, new BatchSighting(Samples.Bytes((byte)(100 + paid.NextSeqno)), 7)).State;
        var after = Settlements.Confirm(seen, Samples.Now, out var confirmed).State;
        _batches[new BatchId(0, confirmed!.Seqno)] = confirmed;
        _shard = closed ? after : seen;
    }

    public static ChannelFacts Facts(AccountAddress channel) => new(
        channel, Samples.Client, Samples.Vault, Samples.Key, new Nano(1_000_000), Nano.Zero, Nano.Zero, Closed: false, ClosesAt: null, KeyChangesAt: null, Block: 100, Samples.Now);
}
