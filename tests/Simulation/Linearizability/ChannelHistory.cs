using Cocoon.Core;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Simulation.Linearizability;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Linearizability;

/// <summary>Calls of several clients to one real channel, which takes each at some moment between its start and its end.</summary>
internal sealed class ChannelHistory(Dice dice, int clients)
{
    public const long Deposit = 100_000;
    public static readonly ChannelLimits Limits = new(new Nano(100), new Nano(2_000), 16, TimeSpan.FromHours(1));
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountAddress Contract = AccountAddress.From(0, new byte[32]);
    private static readonly HexBytes Key = new(new byte[32]);

    private readonly List<(long At, int Client, ChannelCall Call, long Start, long End)> _calls = [];
    private ChannelState _state = Channel.Observe(
        new ChannelState(), new ChannelFacts(Contract, Contract, Contract, Key, new Nano(Deposit), Nano.Zero, Nano.Zero, false, null, null, 1, Now), Limits).State;

    public static ChannelSpecification Specification => new(Deposit, Limits.MinReserve.Value, Limits.CreditCap.Value, Limits.MaxHolds);

    /// <summary>Makes a history of so many calls; some replies get lost, and some of those calls never arrive.</summary>
    public List<Operation<ChannelCall, ChannelReply>> Run(int calls, double lost)
    {
        var free = new long[clients];
        for (var i = 0; i < calls; i++)
        {
            var client = i % clients;
            var start = free[client] + dice.Between(1, 20);
            var end = start + dice.Between(2, 60);
            free[client] = end;
            _calls.Add((dice.Between(start, end), client, Random(i), start, end));
        }
        var history = new List<Operation<ChannelCall, ChannelReply>>();
        foreach (var (_, client, call, start, end) in _calls.OrderBy(entry => entry.At))
        {
            var isLost = dice.Chance(lost);
            var reply = isLost && dice.Chance(0.5) ? null : Take(call);
            history.Add(isLost ? new(client, call, start, null, null) : new(client, call, start, end, reply));
        }
        return history;
    }

    /// <summary>What the real channel answers.</summary>
    public ChannelReply Take(ChannelCall call)
    {
        var step = call switch
        {
            ChannelCall.Hold hold => Channel.Hold(_state, hold.Job, new Nano(hold.Amount), Now.AddMinutes(1), Limits, Now),
            ChannelCall.Post post => Channel.Post(_state, Receipt(post)),
            ChannelCall.Void gone => Channel.Void(_state, gone.Job),
            ChannelCall.AcceptVoucher voucher => Channel.AcceptVoucher(_state, new SignedVoucher(new Voucher(Contract, new Nano(voucher.Amount), voucher.Seqno), default)),
            _ => Step<ChannelState>.Stay(_state),
        };
        if (step.Refusal is { } refusal) return new ChannelReply.Refused(refusal.Code);
        _state = step.State;
        return call is ChannelCall.View
            ? new ChannelReply.Balances(
                _state.Deposit.Value, _state.Charged.Value, _state.Held.Value, _state.Vouched.Value, _state.Voucher?.Voucher.Seqno ?? 0, _state.ReceiptCount, _state.Holds.Count)
            : new ChannelReply.Done();
    }

    /// <summary>A call about one of the newest jobs, so that clients meet.</summary>
    public ChannelCall Random(int number)
    {
        var job = Job(Math.Max(0, (number / 4) - dice.Below(6)));
        return dice.Below(10) switch
        {
            < 4 => new ChannelCall.Hold(job, dice.Below(3) * 100),
            < 6 => new ChannelCall.Post(job, dice.Below(3) * 60),
            6 => new ChannelCall.Void(job),
            7 => new ChannelCall.AcceptVoucher(_state.Charged.Value + dice.Between(-100, 200), (_state.Voucher?.Voucher.Seqno ?? 0) + (uint)dice.Below(3)),
            _ => new ChannelCall.View(),
        };
    }

    public static JobId Job(int number) => JobId.New(Now, [0, 0, 0, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private static SignedReceipt Receipt(ChannelCall.Post post)
    {
        var free = new PriceList(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero);
        var receipt = new Receipt(post.Job, Contract, Contract, Contract, "model", Key, default, free, new Nano(post.Charge), 0, Key, Key, Tier.Open, Key, JobEnding.Stop, Now, Now);
        return new SignedReceipt(receipt, Key, Key, Key, Key);
    }
}
