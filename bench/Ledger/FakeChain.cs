using System.Buffers.Binary;
using System.Collections.Concurrent;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.Bench.Ledger;

/// <summary>A chain that is not measured: every channel exists with a large deposit, and every message takes effect at once. Thread-safe.</summary>
/// <param name="operatorKey">Public key of the vaults.</param>
/// <param name="open">The contract at an address, as it was deployed.</param>
internal sealed class FakeChain(HexBytes operatorKey, Func<AccountAddress, ChannelFacts> open) : IMarketChain
{
    private static readonly HexBytes NoRoot = new(new byte[32]);
    private static readonly WalletPurse Purse = new(default, Nano.FromTon(1), Nano.Zero, Nano.Zero);

    private readonly ConcurrentDictionary<AccountAddress, Nano> _claimed = new();
    private readonly ConcurrentDictionary<int, Batch> _lastBatch = new();
    private readonly ConcurrentDictionary<HexBytes, Action> _messages = new();
    private readonly ConcurrentDictionary<long, HexBytes> _anchors = new();
    private int _attempts;

    public HexBytes OperatorKey => operatorKey;

    public Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken) =>
        Task.FromResult<ChannelFacts?>(open(channel) with { Claimed = _claimed.GetValueOrDefault(channel) });

    public Task<VaultFacts?> ReadVault(int shard, CancellationToken cancellationToken)
    {
        var last = _lastBatch.GetValueOrDefault(shard);
        return Task.FromResult<VaultFacts?>(new VaultFacts(
            last?.Seqno + 1 ?? 0, last?.ReceiptRoot ?? NoRoot, last?.EarningsRoot ?? NoRoot, operatorKey, Paused: false, Nano.FromTon(1)));
    }

    public Task<IReadOnlyDictionary<AccountAddress, Nano>> ReadDraws(int shard, IReadOnlyCollection<AccountAddress> providers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<AccountAddress, Nano>>(new Dictionary<AccountAddress, Nano>());

    public Task<ChainClock> Clock(CancellationToken cancellationToken) => Task.FromResult(new ChainClock(1_000, 100));

    public Task<SettlementCosts> Costs(CancellationToken cancellationToken) => Task.FromResult(new SettlementCosts(new Nano(1), new Nano(1), new Nano(1)));

    public Task<WalletPurse> ClaimsPurse(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) => Task.FromResult(Purse);

    public Task<ChainAttempt> SignClaims(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) => Sign(() =>
    {
        foreach (var (voucher, _) in vouchers) _claimed.AddOrUpdate(voucher.Channel, voucher.Amount, (_, before) => Nano.Max(before, voucher.Amount));
    });

    public Task<ChainAttempt> SignPayout(int shard, Batch batch, CancellationToken cancellationToken) => Sign(() => _lastBatch[shard] = batch);

    public Task<WalletPurse> AnchorPurse(int shard, Anchor anchor, CancellationToken cancellationToken) => Task.FromResult(Purse);

    public Task<ChainAttempt> SignAnchor(int shard, Anchor anchor, CancellationToken cancellationToken) => Sign(() => _anchors[anchor.Epoch] = anchor.Root);

    public Task<HexBytes> FindAnchor(int shard, Anchor anchor, CancellationToken cancellationToken) => Task.FromResult(_anchors.GetValueOrDefault(anchor.Epoch));

    public Task Send(ChainAttempt attempt, CancellationToken cancellationToken)
    {
        if (_messages.TryRemove(attempt.Message, out var effect)) effect();
        return Task.CompletedTask;
    }

    public Task<PayoutSighting> FindPayout(int shard, Batch batch, CancellationToken cancellationToken) => Task.FromResult(
        _lastBatch.TryGetValue(shard, out var last) && last.Seqno >= batch.Seqno ? new PayoutSighting(PayoutFate.Paid, batch.ReceiptRoot) : PayoutSighting.NotSeen);

    private Task<ChainAttempt> Sign(Action effect)
    {
        var number = Interlocked.Increment(ref _attempts);
        Span<byte> message = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(message, number);
        var attempt = new ChainAttempt(new HexBytes(message), 2_000, (uint)number);
        _messages[attempt.Message] = effect;
        return Task.FromResult(attempt);
    }
}
