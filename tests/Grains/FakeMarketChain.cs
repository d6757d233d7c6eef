using System.Collections.Concurrent;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.Grains.Tests;

/// <summary>A chain in memory: takes messages at once, fails when told to, and pays each seqno once.</summary>
internal sealed class FakeMarketChain : IMarketChain
{
    private readonly ConcurrentDictionary<AccountAddress, ChannelFacts> _channels = new();
    private readonly ConcurrentDictionary<HexBytes, Action> _messages = new();
    private int _attempts;
    private uint _seqno;

    /// <summary>Calls that fail before the chain works again.</summary>
    public int Outages { get; set; }

    /// <summary>Messages that the network accepts and whose reply is lost.</summary>
    public int LostReplies { get; set; }

    /// <summary>What providers received.</summary>
    public ConcurrentDictionary<AccountAddress, Nano> Paid { get; } = new();

    public void Deploy(AccountAddress channel, ChannelFacts facts) => _channels[channel] = facts;

    public Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(_channels.GetValueOrDefault(channel));
    }

    public Task<uint> Time(CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(1_000u);
    }

    public Task<ChainAttempt> SignClaims(IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) => Message(() =>
    {
        foreach (var voucher in vouchers)
            _channels.AddOrUpdate(voucher.Voucher.Channel, _ => throw new InvalidOperationException("no such channel"), (_, facts) => voucher.Voucher.Seqno > facts.Seqno
                ? facts with { Claimed = voucher.Voucher.Amount, Seqno = voucher.Voucher.Seqno }
                : facts);
    });

    public Task<ChainAttempt> SignPayout(Batch batch, CancellationToken cancellationToken) => Message(() =>
    {
        if (batch.Seqno != _seqno) return;
        _seqno++;
        foreach (var payout in batch.Payouts) Paid.AddOrUpdate(payout.Provider, payout.Amount, (_, before) => before + payout.Amount);
    });

    public Task Send(ChainAttempt attempt, CancellationToken cancellationToken)
    {
        Fail();
        _messages[attempt.Message]();
        if (LostReplies-- > 0) throw new TimeoutException("The reply was lost.");
        return Task.CompletedTask;
    }

    public Task<PayoutSighting> FindPayout(Batch batch, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(batch.Seqno < _seqno ? new PayoutSighting(PayoutFate.Paid, new HexBytes(BitConverter.GetBytes(batch.Seqno))) : PayoutSighting.NotSeen);
    }

    private Task<ChainAttempt> Message(Action effect)
    {
        var attempt = new ChainAttempt(new HexBytes(BitConverter.GetBytes(Interlocked.Increment(ref _attempts))), 2_000);
        _messages[attempt.Message] = effect;
        return Task.FromResult(attempt);
    }

    private void Fail()
    {
        if (Outages-- > 0) throw new TimeoutException("The chain is out.");
    }
}
