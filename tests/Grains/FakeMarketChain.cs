using System.Collections.Concurrent;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.Grains.Tests;

/// <summary>
/// A chain in memory with two vaults: takes messages at once, fails when told to, pays each seqno once, and takes its last
/// payout back when told to.
/// </summary>
internal sealed class FakeMarketChain : IMarketChain
{
    public static readonly Nano MessageCost = new(20_000_000);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<AccountAddress, ChannelFacts> _channels = new();
    private readonly ConcurrentDictionary<HexBytes, Action> _messages = new();
    private readonly FakeVault[] _vaults = [new(), new()];
    private int _attempts;
    private int _signed;

    /// <summary>Calls that fail before the chain works again.</summary>
    public int Outages { get; set; }

    /// <summary>Messages that the network accepts and whose reply is lost.</summary>
    public int LostReplies { get; set; }

    /// <summary>Whether payouts are accepted and never run.</summary>
    public bool DropPayouts { get; set; }

    /// <summary>The masterchain block that the chain says it has; grows with every question unless it is held.</summary>
    public uint Block { get; set; } = 100;

    /// <summary>Whether blocks stand still, so that nothing becomes final.</summary>
    public bool HoldBlocks { get; set; }

    /// <summary>What the wallet that claims and anchors holds; each message takes <see cref="MessageCost"/> of it.</summary>
    public Nano Balance { get; set; } = Nano.FromTon(1);

    /// <summary>Messages that claim or anchor, signed so far.</summary>
    public int Signed => _signed;

    public HexBytes OperatorKey { get; } = GrainHost.Bytes(51);

    /// <summary>What providers received, of all vaults.</summary>
    public ConcurrentDictionary<AccountAddress, Nano> Paid { get; } = new();

    /// <summary>Comments that the first vault received.</summary>
    public ConcurrentDictionary<string, HexBytes> Comments { get; } = new();

    public FakeVault Vault(int shard) => _vaults[shard];

    public void Deploy(ChannelFacts facts) => _channels[facts.Channel] = facts;

    /// <summary>Something happens to a channel on chain.</summary>
    public void Change(AccountAddress channel, Func<ChannelFacts, ChannelFacts> change) =>
        _channels.AddOrUpdate(channel, _ => throw new InvalidOperationException("no such channel"), (_, facts) => change(facts));

    public ChannelFacts Channel(AccountAddress channel) => _channels[channel];

    public Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(_channels.TryGetValue(channel, out var facts) ? facts with { Block = Block } : null);
    }

    public Task<VaultFacts?> ReadVault(int shard, CancellationToken cancellationToken)
    {
        Fail();
        var vault = _vaults[shard];
        return Task.FromResult<VaultFacts?>(new VaultFacts(
            vault.Seqno, vault.ReceiptRoot, vault.EarningsRoot, OperatorKey, vault.Paused, Nano.FromTon(1)));
    }

    public Task<IReadOnlyDictionary<AccountAddress, Nano>> ReadDraws(int shard, IReadOnlyCollection<AccountAddress> providers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<AccountAddress, Nano>>(_vaults[shard].Drawn.Where(draw => providers.Contains(draw.Key)).ToDictionary());

    public Task<ChainClock> Clock(CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(new ChainClock(1_000, Block));
    }

    public Task<SettlementCosts> Costs(CancellationToken cancellationToken) => Task.FromResult(new SettlementCosts(new Nano(1), new Nano(1), new Nano(1)));

    public Task<WalletPurse> ClaimsPurse(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) => Purse(vouchers.Count);

    public Task<ChainAttempt> SignClaims(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) => OfWallet(() =>
    {
        foreach (var voucher in vouchers)
            Change(voucher.Voucher.Channel, facts => facts with { Claimed = facts.Closed ? facts.Claimed : Nano.Max(facts.Claimed, voucher.Voucher.Amount) });
    });

    public Task<ChainAttempt> SignPayout(int shard, Batch batch, CancellationToken cancellationToken) => Message(() =>
    {
        lock (_gate)
        {
            var vault = _vaults[shard];
            if (DropPayouts || batch.Seqno != vault.Seqno) return;
            vault.Take(batch);
            foreach (var payout in batch.Payouts) Paid.AddOrUpdate(payout.Provider, payout.Amount, (_, before) => before + payout.Amount);
        }
    });

    public Task<WalletPurse> AnchorPurse(int shard, Anchor anchor, CancellationToken cancellationToken) => Purse(1);

    public Task<ChainAttempt> SignAnchor(int shard, Anchor anchor, CancellationToken cancellationToken) => OfWallet(() => Comments[anchor.Comment()] = anchor.Root);

    public Task<HexBytes> FindAnchor(int shard, Anchor anchor, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(Comments.GetValueOrDefault(anchor.Comment()));
    }

    /// <summary>What sending a message does.</summary>
    public void Expect(HexBytes message, Action effect) => _messages[message] = effect;

    public Task Send(ChainAttempt attempt, CancellationToken cancellationToken)
    {
        Fail();
        _messages[attempt.Message]();
        if (LostReplies-- > 0) throw new TimeoutException("The reply was lost.");
        return Task.CompletedTask;
    }

    public Task<PayoutSighting> FindPayout(int shard, Batch batch, CancellationToken cancellationToken)
    {
        Fail();
        var vault = _vaults[shard];
        if (batch.Seqno >= vault.Seqno) return Task.FromResult(PayoutSighting.NotSeen);
        return Task.FromResult(vault.Draws.Contains(batch.Seqno)
            ? new PayoutSighting(PayoutFate.UsedByDraw)
            : new PayoutSighting(PayoutFate.Paid, new HexBytes(BitConverter.GetBytes(batch.Seqno))));
    }

    /// <summary>A reorganisation undoes the last payout of a shard.</summary>
    public void TakeBackLast(int shard)
    {
        lock (_gate)
        {
            foreach (var payout in _vaults[shard].TakeBack().Payouts) Paid.AddOrUpdate(payout.Provider, Nano.Zero, (_, before) => before - payout.Amount);
        }
    }

    private Task<WalletPurse> Purse(int messages) => Task.FromResult(new WalletPurse(GrainHost.Address(93), Balance, new Nano(MessageCost.Value * messages), new Nano(1)));

    private Task<ChainAttempt> OfWallet(Action effect)
    {
        Interlocked.Increment(ref _signed);
        return Message(effect);
    }

    private Task<ChainAttempt> Message(Action effect)
    {
        var number = Interlocked.Increment(ref _attempts);
        var attempt = new ChainAttempt(new HexBytes(BitConverter.GetBytes(number)), 2_000, (uint)number);
        _messages[attempt.Message] = effect;
        return Task.FromResult(attempt);
    }

    private void Fail()
    {
        if (!HoldBlocks) Block++;
        if (Outages-- > 0) throw new TimeoutException("The chain is out.");
    }
}
