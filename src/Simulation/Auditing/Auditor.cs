using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Settlement;
using Cocoon.Simulation.Chain;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Auditing;

/// <summary>
/// Watches a simulated market from outside, with books of its own: every stored record is compared with the one before it, and
/// every answer that a client sees with what the auditor knows. The first rule broken ends the run.
/// </summary>
internal sealed class Auditor(World world, Database database, Network network, SimulatedTon ton, MarketParameters market)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>How long after its deadline a hold may still be there when nothing goes wrong: a tick, and a write.</summary>
    private static readonly TimeSpan HoldsEndWithin = TimeSpan.FromSeconds(10);

    /// <summary>How long a channel may be busy with what went wrong before faults ended: a call that nobody answers.</summary>
    private const int RecoverySeconds = 60;


    private readonly Dictionary<AccountAddress, ChannelWatch> _channels = [];
    private readonly Dictionary<int, ShardWatch> _shards = [];
    private readonly Dictionary<JobId, JobState> _jobs = [];
    private readonly Dictionary<AccountAddress, Voucher> _signed = [];
    private readonly Dictionary<AccountAddress, Voucher> _taken = [];
    private readonly Dictionary<JobId, HexBytes> _receipts = [];
    private readonly Dictionary<JobId, ClientJob> _started = [];
    private readonly Dictionary<JobId, JobOrder> _begun = [];
    private readonly LifeWatch _lives = new(world);
    private readonly ReminderWatch _reminders = new(world, network);
    private readonly ChainWatch _chain = new(ton, market.Vaults);
    private readonly int _lane = world.Trace.Lane("auditor");
    private bool _isResting;
    private MoneyTotals _totals = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>The first rule found broken; null as long as all is well.</summary>
    public string? Violated { get; private set; }

    /// <summary>Jobs that ended with a charge.</summary>
    public int Charged { get; private set; }

    public void Violation(string what)
    {
        if (Violated is not null) return;
        Violated = what;
        world.Trace.Add(TraceKind.Violation, _lane, what);
    }

    /// <summary>Looks at what no record shows, every second from now on.</summary>
    public void Start()
    {
        _chain.LookAtVaults();
        if (_isResting) CheckHolds();
        world.After(Second, _ => Start());
    }

    public void Rest() => _isResting = true;

    /// <summary>A record was stored.</summary>
    public void Stored(GrainId grain, object? state)
    {
        switch (state)
        {
            case ChannelState { IsOpen: true } channel:
                ChannelStored(grain, channel);
                break;
            case SettlementState shard:
                ShardStored(grain, int.Parse(grain.Key.ToString(), System.Globalization.CultureInfo.InvariantCulture), shard);
                break;
            case ProviderState provider:
                _lives.Stored(provider, Violation);
                break;
            case JobState job when JobId.TryParse(grain.Key.ToString(), out var id):
                JobStored(id, job);
                break;
        }
    }

    /// <summary>A client is about to start a job.</summary>
    public void JobBegins(ClientJob job) => _started.Add(job.Id, job);

    /// <summary>A job's grain has told its provider to start.</summary>
    public void JobBegun(JobOrder order)
    {
        var job = order.Lease.Job;
        if (!_begun.TryAdd(job, order)) Violation($"I6: job {job} began twice");
        if (_jobs.GetValueOrDefault(job) is { IsFinal: true } ended) Violation($"I3: job {job} was {ended.Status} and began");
        JobWatch.Begun(order, Slowest, Violation);
        _lives.Begun(order.Lease, Violation);
    }

    /// <summary>Whether a job has its receipt and its channel has charged it.</summary>
    public bool IsCharged(JobState job) => job.Receipt is { Receipt: var receipt } && PostedFor(receipt.Channel, receipt.Job) is not null;

    /// <summary>A client got a receipt: it may never be lost again (I8).</summary>
    public void ReceiptAcknowledged(ClientJob job, Receipt receipt)
    {
        var hash = receipt.Hash();
        if (_receipts.TryGetValue(job.Id, out var known) && known != hash) Violation($"I3: job {job.Id} was answered with two receipts");
        _receipts[job.Id] = hash;
        if (PostedFor(receipt.Channel, job.Id) != hash) Violation($"I8: the receipt of job {job.Id} was given out before its charge was stored");
        // Delivered may be ahead of what arrived only where the end of the answer was lost on the way.
        if (receipt.Tokens.Delivered < job.Seen || (job.HasOutcome && receipt.Tokens.Delivered != job.Seen))
            Violation($"I11: the receipt of job {job.Id} counts {receipt.Tokens.Delivered} tokens, {job.Seen} arrived");
    }

    /// <summary>The market took a voucher and said so.</summary>
    /// <param name="channel">Whose.</param>
    /// <param name="voucher">Which.</param>
    /// <param name="view">What the market showed with it.</param>
    /// <param name="least">What its owner had been charged before it was sent.</param>
    public void VoucherAcknowledged(ClientChannel channel, Voucher voucher, ChannelView view, Nano least)
    {
        RequireKnown(channel.Address, voucher);
        if (_channels.GetValueOrDefault(channel.Address)?.State is not { } stored || stored.Voucher is null || stored.Voucher.Voucher.Seqno < voucher.Seqno)
            Violation($"I8: voucher {voucher.Seqno} of {channel.Address} was acknowledged before it was stored");
        if (!_taken.TryGetValue(channel.Address, out var last) || last.Seqno < voucher.Seqno) _taken[channel.Address] = voucher;
        ViewShown(channel, view, least);
    }

    /// <summary>The newest voucher that the market has acknowledged; null before the first.</summary>
    public Voucher? Taken(ClientChannel channel) => _taken.GetValueOrDefault(channel.Address);

    /// <summary>The market showed what it says is the newest voucher.</summary>
    /// <param name="channel">Whose.</param>
    /// <param name="voucher">What it showed.</param>
    /// <param name="least">What it had taken before it was asked.</param>
    public void VoucherShown(ClientChannel channel, Voucher? voucher, Voucher? least)
    {
        if (voucher is not null && (_channels.GetValueOrDefault(channel.Address)?.State?.Voucher is not { } stored || stored.Voucher.Seqno < voucher.Seqno))
            Violation($"I8: the market shows voucher {voucher.Seqno} of {channel.Address}, which is not stored");
        if (voucher is not null && (channel.Signed is null || voucher.Seqno > channel.Signed.Seqno)) Violation($"I4: the market shows voucher {voucher.Seqno} of {channel.Address}, which nobody signed");
        if (least is not null && (voucher is null || voucher.Seqno < least.Seqno) && !MayBeStale(channel))
            Violation($"I8: voucher {least.Seqno} of {channel.Address} was taken, and the newest is {voucher?.Seqno}");
    }

    /// <summary>A client looked at its channel.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="view">What it saw.</param>
    /// <param name="least">What it had been charged before it asked.</param>
    public void ViewShown(ClientChannel channel, ChannelView view, Nano least)
    {
        if (view.Charged < least && !MayBeStale(channel)) Violation($"I8: {channel.Address} shows {view.Charged} charged, its owner has receipts for {least}");
        if (_channels.GetValueOrDefault(channel.Address)?.State is not { } stored) return;
        if (view.Charged > stored.Charged) Violation($"I8: {channel.Address} shows {view.Charged} charged, {stored.Charged} is stored");
        if (view.Deposit > stored.Deposit) Violation($"I1: {channel.Address} shows a deposit of {view.Deposit}, {stored.Deposit} is stored");
    }

    /// <summary>The client is about to sign its last amount.</summary>
    public void FinalAmountShown(ClientChannel channel, ChannelView view)
    {
        var owed = channel.Owed(underProtest: true);
        if (MayBeStale(channel)) return;
        if (view.FinalAmount != Nano.Max(owed, view.Claimed)) Violation($"I1: {channel.Address} is to close with {view.FinalAmount}, its owner owes {owed}");
    }

    /// <summary>An owner signs a voucher; whatever it ever signed may be taken.</summary>
    public void VoucherSigned(ClientChannel channel)
    {
        var (most, signed) = (_signed.GetValueOrDefault(channel.Address), channel.Signed!);
        _signed[channel.Address] = most is null ? signed : new Voucher(channel.Address, Nano.Max(most.Amount, signed.Amount), Math.Max(most.Seqno, signed.Seqno));
    }

    /// <summary>A voucher was refused as older than the newest.</summary>
    public void VoucherStale(ClientChannel channel, Voucher voucher)
    {
        if (_channels.GetValueOrDefault(channel.Address)?.State?.Voucher?.Voucher == voucher && !MayBeStale(channel))
            Violation($"I3: voucher {voucher.Seqno} of {channel.Address} was taken, and is refused as stale");
    }

    /// <summary>All stored records, held against each other and against what clients know.</summary>
    /// <param name="chain">What the chain shows; null leaves it out.</param>
    /// <param name="quiet">Nothing is under way.</param>
    public void Check(ChainSnapshot? chain, bool quiet)
    {
        var scope = new AuditScope
        {
            Now = Fastest,
            Quiet = quiet,
            Limits = market.Channel,
            Chain = chain,
            Clients = new ClientMemory { Receipts = _receipts, Taken = _taken, Signed = _signed },
        };
        if (BooksAudit.Check(Books(), scope) is [var first, ..]) Violation(first.ToString());
    }

    /// <summary>At rest, every client's own sum is what the market says.</summary>
    public void CheckOwner(ClientChannel channel)
    {
        var owed = channel.Owed(underProtest: true);
        var charged = _channels.GetValueOrDefault(channel.Address)?.State?.Charged ?? Nano.Zero;
        if (owed != charged) Violation($"I1: {channel.Address} was charged {charged}, its owner has receipts for {owed}");
    }

    private Books Books() => new()
    {
        Channels = database.All<ChannelState>().Where(record => record.State.IsOpen).ToDictionary(record => record.State.Channel, record => record.State),
        Jobs = _jobs,
        Providers = database.All<ProviderState>().ToDictionary(record => record.State.Id, record => record.State),
        Settlements = _shards.Where(shard => shard.Value.State is not null).ToDictionary(shard => shard.Key, shard => shard.Value.State!),
        Batches = database.All<BatchArchive>().Where(record => record.State.Batch is not null).ToDictionary(
            record => BatchIdOf(record.Grain), record => record.State.Batch!),
    };

    private static BatchId BatchIdOf(GrainId grain)
    {
        var parts = grain.Key.ToString().Split('/');
        return new BatchId(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), uint.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A channel that has been alive for a while ends holds by itself (I13).</summary>
    private void CheckHolds()
    {
        foreach (var (address, channel) in _channels)
        {
            channel.AliveSeconds = network.IsActive(GrainOf(address)) ? channel.AliveSeconds + 1 : 0;
            if (channel.AliveSeconds > RecoverySeconds) channel.CheckHolds(Slowest - HoldsEndWithin);
        }
    }

    private void ChannelStored(GrainId grain, ChannelState next)
    {
        if (!_channels.TryGetValue(next.Channel, out var watch)) _channels[next.Channel] = watch = new ChannelWatch(next.Channel, market.Channel, Violation);
        var before = watch.State;
        var shard = Shard(market.Vaults.IndexOf(next.Vault));
        _chain.Look();
        if (!next.Holds.IsEmpty && before?.Holds.IsEmpty != false) _reminders.Require(grain, Violation);
        watch.Stored(next, shard.Has, HasReceipt, job => _jobs.GetValueOrDefault(job) is { IsFinal: true }, _chain);
        Charged += checked((int)(next.ReceiptCount - (before?.ReceiptCount ?? 0)));
        _totals = _totals with
        {
            Deposits = _totals.Deposits + next.Deposit.Value - (before?.Deposit.Value ?? 0),
            Charged = _totals.Charged + next.Charged.Value - (before?.Charged.Value ?? 0),
            Held = _totals.Held + next.Held.Value - (before?.Held.Value ?? 0),
            Vouched = _totals.Vouched + next.Vouched.Value - (before?.Vouched.Value ?? 0),
            Claimed = _totals.Claimed + next.Claimed.Value - (before?.Claimed.Value ?? 0),
        };
        world.Trace.Add(TraceKind.Money, _lane, "", totals: _totals);
    }

    private void ShardStored(GrainId grain, int number, SettlementState next)
    {
        var shard = Shard(number);
        var before = shard.State;
        _chain.LookAtVaults();
        if (!next.Pending.IsEmpty && before?.Pending.IsEmpty != false) _reminders.Require(grain, Violation);
        shard.Stored(next,
            line => _channels.TryGetValue(line.Channel, out var channel) && channel.Posted.TryGetValue(line.Job, out var hash) && hash == line.Hash,
            seqno => (database.Find("batch", GrainId.Create("batch", $"{number}/{seqno}"))?.State as BatchArchive)?.Batch,
            _chain, market.Channel.FinalityBlocks);
        _totals = _totals with
        {
            Paid = _totals.Paid + Paid(next) - (before is null ? 0 : Paid(before)),
            Fees = _totals.Fees + next.Fees.Value - (before?.Fees.Value ?? 0),
        };
        world.Trace.Add(TraceKind.Money, _lane, "", totals: _totals);
    }

    private static long Paid(SettlementState state)
    {
        var paid = 0L;
        foreach (var tally in state.Providers.Values) paid += tally.Paid.Value + tally.Drawn.Value;
        return paid;
    }

    private void JobStored(JobId id, JobState next)
    {
        var before = _jobs.GetValueOrDefault(id);
        var channel = next.Spec is { } spec ? _channels.GetValueOrDefault(spec.Channel) : null;
        JobWatch.Stored(id, before, next, channel?.Posted.ContainsKey(id) == true, channel?.State?.Holds.ContainsKey(id) == true, Violation);
        if (!_started.ContainsKey(id)) Violation($"I3: job {id} was never asked for");
        if (_begun.TryGetValue(id, out var order)) JobWatch.CheckOrder(id, order, next, Violation);
        _jobs[id] = next;
    }

    private DateTimeOffset Fastest => World.Epoch.AddTicks(world.Now) + world.FastestClock;

    private DateTimeOffset Slowest => World.Epoch.AddTicks(world.Now) + network.Hosts.Min(host => host.Time.Skew);

    /// <summary>A grain that lives twice may answer from the past for a while; what it decides is another matter.</summary>
    private bool MayBeStale(ClientChannel channel) => network.LivedTwice(GrainOf(channel.Address));

    private static GrainId GrainOf(AccountAddress channel) => GrainId.Create("paymentchannel", channel.Raw);

    private bool HasReceipt(JobId job) => _jobs.GetValueOrDefault(job) is { Receipt: not null };

    private HexBytes? PostedFor(AccountAddress channel, JobId job) =>
        _channels.TryGetValue(channel, out var watch) && watch.Posted.TryGetValue(job, out var hash) ? hash : null;

    private void RequireKnown(AccountAddress channel, Voucher voucher)
    {
        if (!_signed.TryGetValue(channel, out var signed) || signed.Seqno < voucher.Seqno) Violation($"I4: voucher {voucher.Seqno} of {channel} was never signed");
    }

    private ShardWatch Shard(int number)
    {
        if (!_shards.TryGetValue(number, out var shard)) _shards[number] = shard = new ShardWatch(number, Violation);
        return shard;
    }
}
