using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Channels;

/// <summary>A chain with one channel contract: a list of what happened in which block.</summary>
internal sealed class ChannelChain
{
    private readonly List<(uint Block, ChainEvent Event, long Value)> _events = [(1, ChainEvent.TopUp, 10_000)];
    private uint _head = 100;

    /// <param name="happens">What the owner, the market or the network does; the contract refuses what it must.</param>
    /// <param name="amount">Blocks, thousands of nano, or seconds, whichever fits.</param>
    /// <param name="permit">The permit that the owner holds.</param>
    /// <param name="vouched">The newest voucher.</param>
    /// <param name="now">The time in seconds.</param>
    public void Happen(ChainEvent happens, long amount, (long Total, long Until)? permit, long vouched, long now)
    {
        if (happens == ChainEvent.Blocks)
        {
            _head += (uint)amount;
            return;
        }
        _head++;
        if (Has(ChainEvent.Close)) return;
        if (happens == ChainEvent.Withdraw && (permit is null || permit.Value.Until < now || permit.Value.Total <= Last(ChainEvent.Withdraw))) return;
        if (happens == ChainEvent.Claim && vouched <= Last(ChainEvent.Claim)) return;
        _events.Add((_head, happens, happens switch
        {
            ChainEvent.TopUp => amount * 1_000,
            ChainEvent.Withdraw => permit!.Value.Total,
            ChainEvent.Claim => vouched,
            ChainEvent.ChangeKey => Last(ChainEvent.ChangeKey) + 1,
            _ => now + 100,
        }));
    }

    public void Reorganise(int blocks)
    {
        _head -= (uint)blocks;
        _events.RemoveAll(entry => entry.Block > _head);
    }

    public ChannelFacts Facts(WrongFacts wrong, long now)
    {
        var facts = Samples.Facts(_events.Where(entry => entry.Event == ChainEvent.TopUp).Sum(entry => entry.Value)) with
        {
            VoucherKey = Samples.Bytes((byte)(50 + Last(ChainEvent.ChangeKey))),
            Claimed = new Nano(Last(ChainEvent.Claim)),
            Withdrawn = new Nano(Last(ChainEvent.Withdraw)),
            Closed = Has(ChainEvent.Close),
            ClosesAt = Has(ChainEvent.AnnounceClose) ? Samples.Now.AddSeconds(Last(ChainEvent.AnnounceClose)) : null,
            KeyChangesAt = _events.FindLastIndex(entry => entry.Event == ChainEvent.AnnounceKey) is var at and >= 0 && at > _events.FindLastIndex(entry => entry.Event == ChainEvent.ChangeKey)
                ? Samples.Now.AddSeconds(_events[at].Value)
                : null,
            Block = _head,
            Time = Samples.Now.AddSeconds(now),
        };
        return wrong switch
        {
            WrongFacts.Client => facts with { Client = Samples.Account(9) },
            WrongFacts.Vault => facts with { Vault = Samples.Account(9) },
            WrongFacts.Contract => facts with { Channel = Samples.Account(9) },
            WrongFacts.Key => facts with { VoucherKey = default },
            WrongFacts.Deposit => facts with { Deposit = new Nano(-1) },
            WrongFacts.Theft => facts with { Withdrawn = facts.Withdrawn + new Nano(50_000) },
            _ => facts,
        };
    }

    private bool Has(ChainEvent happened) => _events.Exists(entry => entry.Event == happened);

    private long Last(ChainEvent happened) => _events.FindLast(entry => entry.Event == happened).Value;
}
