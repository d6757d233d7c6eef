using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>A real settlement shard beside its model, over one chain.</summary>
internal sealed partial class BatchRun : IModelRun<BatchCommand>
{
    private const int Parties = 3;
    private static readonly SettlementPolicy Policy = new(5, TimeSpan.FromHours(1), new Nano(1_000_000), 100, TimeSpan.FromHours(1));
    private static readonly AccountAddress[] Channels = [.. Enumerable.Range(0, Parties + 1).Select(number => Samples.Account((byte)number))];
    private static readonly AccountAddress[] Providers = [.. Enumerable.Range(0, Parties + 1).Select(number => Samples.Account((byte)(100 + number)))];
    private static readonly Dictionary<AccountAddress, int> Numbers = Channels.Concat(Providers).Select((account, index) => (account, index)).ToDictionary(entry => entry.account, entry => entry.index % (Parties + 1));

    private readonly BatchModel _model = new(Policy);
    private readonly VaultChain _chain = new();
    private readonly ModelOutbox[] _outboxes = [.. Enumerable.Range(0, Parties + 1).Select(_ => new ModelOutbox())];
    private readonly List<ReceiptLine> _settled = [];
    private SettlementState _state = new();
    private int _receipts;

    /// <summary>The number of a channel or provider, 1 to 3.</summary>
    public static int Number(AccountAddress account) => Numbers[account];

    public void Play(BatchCommand command)
    {
        Take(command);
        Compare();
        Require();
    }

    private void Take(BatchCommand command)
    {
        switch (command)
        {
            case BatchCommand.Charge charge:
                Charge(charge.Channel, charge.Provider, charge.Hundreds);
                break;
            case BatchCommand.Sign sign:
                Sign(sign.Channel, sign.More);
                break;
            case BatchCommand.Work work:
                Charge(work.Channel, work.Provider, work.Hundreds);
                Sign(work.Channel, 0);
                if (_outboxes[work.Channel].Signed.Seqno > 0) Push(new BatchCommand.Push(work.Channel, 0));
                break;
            case BatchCommand.Advance advance:
                for (var step = 0; step < advance.Steps; step++)
                {
                    Drive();
                    _chain.Deliver(0, fails: false);
                    _chain.Pass(2);
                }
                break;
            case BatchCommand.Push push when _outboxes[push.Channel].Signed.Seqno > 0:
                Push(push);
                break;
            case BatchCommand.LatePush late when late.Nth < _outboxes[late.Channel].Pushes.Count:
                Take(_outboxes[late.Channel].Pushes[^(late.Nth + 1)]);
                break;
            case BatchCommand.Cut cut:
                Do(_model.Cut(cut.Fee, _chain.Time), state => Settlements.Cut(state, Policy, new SettlementCosts(Nano.Zero, Nano.Zero, new Nano(cut.Fee)), _chain.Now));
                break;
            case BatchCommand.Drive:
                Drive();
                break;
            case BatchCommand.Compare compare:
                CompareWithChain(compare.Wrong);
                break;
            // Nobody accepts another batch's roots.
            case BatchCommand.Resolve when _model.Differences is [var first, ..] && first.Kind != DifferenceKind.RootsDiffer:
                var account = first.Channel == 0 ? Samples.Vault : Channels[first.Channel];
                Do(_model.Resolve(), state => Settlements.Resolve(state, first.Kind, account));
                break;
            case BatchCommand.Wild wild:
                Wild(wild.Which);
                break;
            default:
                Happen(command);
                break;
        }
    }

    private void Happen(BatchCommand command)
    {
        switch (command)
        {
            case BatchCommand.Deliver deliver:
                _chain.Deliver(deliver.Nth, deliver.Fails);
                break;
            case BatchCommand.Draw draw:
                _chain.Draw(draw.Provider);
                break;
            case BatchCommand.Close close:
                _chain.Close(close.Channel, close.ForGood);
                break;
            case BatchCommand.Obstruct obstruct:
                _chain.Obstruct(obstruct.Channel);
                break;
            case BatchCommand.Pass pass:
                _chain.Pass(pass.Seconds);
                break;
            case BatchCommand.Reorganise back:
                _chain.Reorganise(back.Blocks);
                break;
        }
    }

    private void Charge(int channel, int provider, int hundreds)
    {
        var (outbox, pay) = (_outboxes[channel], hundreds * 95);
        var line = new ReceiptLine(Hash(++_receipts), Samples.Job(_receipts), Channels[channel], Providers[provider], new Nano(pay), new Nano((hundreds * 100) - pay), _chain.Now)
        {
            Bonus = new Nano(hundreds % 3),
        };
        outbox.Receipts.Add(new PostedReceipt(outbox.Receipts.Count + 1, new Nano(outbox.Charged + (hundreds * 100)), line));
    }

    private void Sign(int channel, long more)
    {
        var outbox = _outboxes[channel];
        if (outbox.Charged + more > outbox.Signed.Amount) outbox.Signed = (outbox.Charged + more, outbox.Signed.Seqno + 1);
    }

    private void Push(BatchCommand.Push push)
    {
        var (outbox, last) = (_outboxes[push.Channel], (int)(_model.Channels.GetValueOrDefault(push.Channel)?.Last ?? 0));
        var receipts = outbox.Receipts.Skip(Math.Max(0, last - push.Again)).TakeWhile(receipt => receipt.ChargedAfter.Value <= outbox.Signed.Amount).ToList();
        var next = new PostedReceipt(outbox.Receipts.Count + 1, new Nano(outbox.Charged + 100), new ReceiptLine(Hash(0), Samples.Job(0), Channels[push.Channel], Providers[1], new Nano(95), new Nano(5), _chain.Now));
        if (push.Wrong == WrongPush.Gap) receipts = [.. receipts.Where(receipt => receipt.Number > last + 1)];
        if (push.Wrong == WrongPush.Uncovered) receipts.Add(next with { ChargedAfter = new Nano(outbox.Signed.Amount + 1) });
        if (push.Wrong == WrongPush.Stranger) receipts.Add(next with { ChargedAfter = new Nano(outbox.Signed.Amount), Line = next.Line with { Channel = Channels[0] } });
        DateTimeOffset? claimBy = _chain.View.Closing.TryGetValue(push.Channel, out var at) ? at : null;
        var sent = new SettlementPush(
            new SignedVoucher(new Voucher(Channels[push.Channel], new Nano(outbox.Signed.Amount), outbox.Signed.Seqno), Samples.Bytes(2)), [.. receipts], claimBy);
        if (push.Wrong == WrongPush.No) outbox.Pushes.Add(sent);
        Take(sent);
    }

    private void Take(SettlementPush push)
    {
        var voucher = push.Voucher.Voucher;
        Do(_model.Push(Number(voucher.Channel), (voucher.Amount.Value, voucher.Seqno), push.Receipts, push.ClaimBy), state => Settlements.Accept(state, push));
    }

    private void Do(Expected expected, Func<SettlementState, Step<SettlementState>> take) => _state = expected.Holds(_state, take);

    private void CompareWithChain(WrongVault wrong)
    {
        if (_state.Open?.PayoutAttempt is null) FollowDraws();
        var view = _chain.View;
        var vault = new VaultFacts(
            view.Seqno, wrong == WrongVault.Roots ? Samples.Bytes(99) : view.ReceiptRoot, view.EarningsRoot, Samples.Bytes((byte)(wrong == WrongVault.Operator ? 99 : 50)),
            wrong == WrongVault.Paused, wrong == WrongVault.Poor ? Nano.Zero : Nano.MaxValue);
        var channels = Settlements.Unclaimed(_state);
        if (!channels.Select(Number).Order().SequenceEqual(_model.Unclaimed.Order())) throw new ModelException("other channels have something to claim");
        Do(_model.Compare(view, channels.Select(Number), wrong), state => Settlements.Reconcile(
            state, Samples.Vault, wrong == WrongVault.Missing ? null : vault, channels.ToDictionary(channel => channel, channel => (ChannelFacts?)Facts(Number(channel))), Samples.Bytes(50), _chain.Now));
    }

    private ChannelFacts Facts(int channel) => Samples.Facts(1_000_000) with
    {
        Channel = Channels[channel],
        Claimed = new Nano(_chain.View.Claimed.GetValueOrDefault(channel)),
        Closed = _chain.View.Closed.Contains(channel),
        ClosesAt = _chain.View.Closing.TryGetValue(channel, out var at) ? at : null,
    };

    private static HexBytes Hash(int number) => new([.. new byte[28], .. BitConverter.GetBytes(number)]);
}
