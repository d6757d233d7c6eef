using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Channels;

/// <summary>A real channel beside its model, over one chain.</summary>
internal sealed class ChannelRun : IModelRun<ChannelCommand>
{
    private static readonly ChannelLimits Limits = new(new Nano(100), new Nano(1_000), 4, TimeSpan.FromMinutes(1), FinalityBlocks: 3);

    private readonly ChannelModel _model = new(Limits);
    private readonly ChannelChain _chain = new();
    private readonly List<long> _handedOn = [];
    private ChannelState _state = new();
    private long _now;

    /// <summary>The channel is open, and its deposit of 10,000 nano is final.</summary>
    public ChannelRun()
    {
        Play(new ChannelCommand.Look());
        Play(new ChannelCommand.OnChain(ChainEvent.Blocks, 3));
        Play(new ChannelCommand.Look());
    }

    public ChannelState State => _state;

    public void Play(ChannelCommand command)
    {
        var before = _state.IsOpen ? ChannelFigures.Of(_state, Limits) : default;
        Take(command);
        Channel.Check(_state);
        var after = ChannelFigures.Of(_state, Limits);
        if (after != _model.Figures) throw new ModelException($"the figures are {after}, expected {_model.Figures}");
        Require(before, after);
    }

    /// <summary>Every hold ends by its deadline (I13), and every receipt that was posted is there once (I6, I8).</summary>
    public void Finish()
    {
        if (!Channel.ExpireHolds(_state, Samples.Now.AddSeconds(_now).Add(Limits.MaxHoldTime)).State.Held.IsZero) throw new ModelException("a hold did not end");
        var all = _handedOn.Concat(_state.Unsettled.Select(posted => posted.Number)).ToList();
        if (!all.SequenceEqual(Enumerable.Range(1, _model.Posted.Count).Select(number => (long)number))) throw new ModelException($"the receipts are {string.Join(' ', all)}");
    }

    private void Take(ChannelCommand command)
    {
        var time = Samples.Now.AddSeconds(_now);
        switch (command)
        {
            case ChannelCommand.Hold hold:
                Do(_model.Hold(hold.Job, hold.Amount, _now + hold.Seconds, _now), state => Channel.Hold(state, Samples.Job(hold.Job), new Nano(hold.Amount), time.AddSeconds(hold.Seconds), Limits, time));
                break;
            case ChannelCommand.Post post:
                Do(_model.Post(post.Job, post.Charge, post.Wrong), state => Channel.Post(state, Receipt(post)));
                break;
            case ChannelCommand.PostRunning post when _model.Running(post.Nth) is { } job:
                Do(_model.Post(job, post.Charge, WrongReceipt.No), state => Channel.Post(state, Samples.Receipt(job, post.Charge)));
                break;
            case ChannelCommand.PostRunning:
                break;
            case ChannelCommand.Void gone:
                Do(_model.Void(gone.Job), state => Channel.Void(state, Samples.Job(gone.Job)));
                break;
            case ChannelCommand.Expire:
                Do(_model.Expire(_now), state => Channel.ExpireHolds(state, time));
                break;
            case ChannelCommand.Vouch vouch:
                Vouch(_model.Charged + vouch.More, Math.Max(0, _model.Seqno + vouch.Seqnos), vouch.Stranger);
                break;
            case ChannelCommand.VouchAgain:
                Vouch(_model.Vouched, _model.Seqno, false);
                break;
            case ChannelCommand.Push push:
                Acknowledge(_model.LastCovered(push.Most), _model.Seqno);
                break;
            case ChannelCommand.Acknowledge late:
                Acknowledge(late.Back < 0 ? _model.Receipts + 1 : Math.Max(0, _model.LastCovered(0) - late.Back), Math.Max(0, _model.Seqno - late.Back));
                break;
            case ChannelCommand.Pass pass:
                _now += pass.Seconds;
                break;
            default:
                TakeEnding(command, time);
                break;
        }
    }

    private void TakeEnding(ChannelCommand command, DateTimeOffset time)
    {
        switch (command)
        {
            case ChannelCommand.Drain:
                Do(_model.Drain(), Channel.Drain);
                break;
            case ChannelCommand.Reopen:
                Do(_model.Reopen(), Channel.Reopen);
                break;
            case ChannelCommand.Agree:
                Do(_model.Agree(), Channel.Agree);
                break;
            case ChannelCommand.Permit permit:
                Do(_model.AskPermit(permit.Amount, _now + permit.Seconds), state => Channel.Permit(state, new Nano(permit.Amount), (uint)time.AddSeconds(permit.Seconds).ToUnixTimeSeconds(), Limits));
                break;
            case ChannelCommand.OnChain(var happens, var amount):
                _chain.Happen(happens, amount, _model.Permit, _model.Vouched, _now);
                break;
            case ChannelCommand.Reorganise back:
                _chain.Reorganise(back.Blocks);
                break;
            case ChannelCommand.Look look:
                var facts = _chain.Facts(look.Wrong, _now);
                Do(_model.Look(facts, look.Wrong, _now), state => Channel.Observe(state, facts, Limits));
                break;
            default:
                throw new ArgumentException($"No command of a channel: {command}.", nameof(command));
        }
    }

    private void Do(Expected expected, Func<ChannelState, Step<ChannelState>> take) => _state = expected.Holds(_state, take);

    private void Vouch(long amount, long seqno, bool stranger) => Do(_model.Vouch(amount, seqno, stranger), state =>
        Channel.AcceptVoucher(state, new SignedVoucher(new Voucher(stranger ? Samples.Account(9) : Samples.Channel, new Nano(amount), (uint)seqno), Samples.Bytes(11))));

    private void Acknowledge(long upTo, long seqno)
    {
        _handedOn.AddRange(_state.Unsettled.Select(posted => posted.Number).Where(number => number <= upTo && upTo <= _state.ReceiptCount));
        Do(_model.Acknowledge(upTo, seqno), state => Channel.Pushed(state, upTo, (uint)seqno));
    }

    private static SignedReceipt Receipt(ChannelCommand.Post post)
    {
        var signed = Samples.Receipt(post.Job, post.Charge, channel: post.Wrong == WrongReceipt.Channel ? Samples.Account(9) : null);
        return post.Wrong == WrongReceipt.Client ? signed with { Receipt = signed.Receipt with { Client = Samples.Account(9) } } : signed;
    }

    /// <summary>The invariants of design.md section 4, from what can be seen.</summary>
    private void Require(ChannelFigures before, ChannelFigures after)
    {
        Must(after.Deposit == Math.Max(after.Withdrawn, after.Reserved) + after.Free + Limits.MinReserve.Value + after.Held + after.Charged, "I1");
        Must(after.Charged == _model.Posted.Values.Sum(), "I1: the charges are those of the receipts");
        Must(after.Free + Limits.MinReserve.Value >= 0, "I2");
        Must(after.Vouched >= before.Vouched && after.Seqno >= before.Seqno && (after.Vouched > before.Vouched) == (after.Seqno > before.Seqno), "I4: both grow together");
        Must(after.Vouched <= after.Deposit - Math.Max(after.Withdrawn, after.Reserved), "I4: never above the deposit");
        Must(after.Claimed <= after.Vouched, "I4: only what was signed is claimed");
        Must(after.Exposure <= Limits.CreditCap.Value, "I9");
        Must(_state.Unsettled.All(posted => (posted.Line.Pay + posted.Line.Fee).Value == _model.Posted[Number(posted.Line.Job)]), "I10");

        static void Must(bool holds, string what)
        {
            if (!holds) throw new ModelException($"{what} does not hold");
        }
    }

    private static int Number(Core.Jobs.JobId job) => Enumerable.Range(1, 13).First(number => Samples.Job(number) == job);
}
