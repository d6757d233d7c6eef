using Cocoon.Core.Channels;

namespace Cocoon.Core.Tests.Channels;

/// <summary>A second, simple model of one channel's books: plain numbers, no history but what it needs.</summary>
internal sealed class ChannelAuditor
{
    private readonly Dictionary<int, (long Amount, int Deadline)> _holds = [];
    private long _deposit = 10_000;
    private long _charged;
    private long _vouched;
    private long _withdrawn;
    private long _permitted;
    private int _receipts;

    public void Took(ChannelCommand command)
    {
        switch (command)
        {
            case ChannelCommand.Hold hold:
                _holds[hold.Job] = (hold.Amount, hold.Deadline);
                break;
            case ChannelCommand.Post post when _holds.Remove(post.Job):
                _charged += post.Charge;
                _receipts++;
                break;
            case ChannelCommand.Void gone:
                _holds.Remove(gone.Job);
                break;
            case ChannelCommand.Expire expire:
                foreach (var late in _holds.Where(hold => hold.Value.Deadline <= expire.Second).Select(hold => hold.Key).ToList()) _holds.Remove(late);
                break;
            case ChannelCommand.Vouch vouch:
                _vouched = Math.Max(_vouched, vouch.Amount);
                break;
            case ChannelCommand.Deposit deposit:
                _deposit = deposit.Total;
                break;
            case ChannelCommand.Permit permit:
                _permitted = _withdrawn + permit.Amount;
                break;
            case ChannelCommand.Withdraw withdraw:
                _withdrawn = Math.Max(_withdrawn, _permitted);
                if (withdraw.Later) _permitted = 0;
                break;
        }
    }

    /// <summary>Holds the real state against this model: I1, I2, I4, I5, I6 and I9.</summary>
    public bool Agrees(ChannelState state)
    {
        var held = _holds.Values.Sum(hold => hold.Amount);
        var gone = Math.Max(_withdrawn, _permitted);
        return state.Deposit.Value == _deposit && state.Charged.Value == _charged && state.Held.Value == held && state.Vouched.Value == _vouched
            && state.ReceiptCount == _receipts
            && state.Withdrawn.Value == _withdrawn
            && (state.Available(Samples.Limits) + Samples.Limits.MinReserve + state.Held + state.Charged).Value == _deposit - gone
            && _deposit - gone - state.Charged.Value - state.Held.Value >= 0
            && state.Vouched.Value <= _deposit - gone
            && state.Exposure <= Samples.Limits.CreditCap;
    }
}
