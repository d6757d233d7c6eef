using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>
/// Carries out what a contract asked for: all of it or nothing. Source: the node's crypto/block/transaction.cpp,
/// prepare_action_phase and try_action_send_msg. Used once.
/// </summary>
internal sealed class ActionPhase
{
    private const int KnownModes = 0xf3;
    private const int ModeBases = SendModes.CarryRest | SendModes.CarryBalance;

    private readonly AccountAddress _self;
    private readonly ForwardPrices _prices;
    private readonly Nano _start;
    private readonly Nano _gasFee;
    private readonly List<ChainMessage> _out = [];

    /// <summary>What is left to spend.</summary>
    private Nano _left;

    /// <summary>What is left of the value that came in, until a message carries it on.</summary>
    private Nano _incoming;

    private Nano _reserved;

    /// <param name="self">The account.</param>
    /// <param name="prices">What messages cost.</param>
    /// <param name="balance">Its balance, the gas being paid.</param>
    /// <param name="incoming">The value that came in.</param>
    /// <param name="gasFee">What was paid for gas.</param>
    public ActionPhase(AccountAddress self, ForwardPrices prices, Nano balance, Nano incoming, Nano gasFee)
    {
        (_self, _prices, _gasFee) = (self, prices, gasFee);
        (_start, _left, _incoming) = (balance, balance, incoming);
    }

    /// <summary>0, or why nothing was carried out.</summary>
    public int ResultCode { get; private set; }

    /// <summary>Whether the failed action wants the message that caused it to go back.</summary>
    public bool Bounces { get; private set; }

    public Nano Balance => _left + _reserved;

    public IReadOnlyList<ChainMessage> Out => _out;

    /// <summary>The sending side of the forward fees.</summary>
    public Nano ForwardFees { get; private set; }

    /// <summary>For messages that could not be sent: their cells had to be counted.</summary>
    public Nano Fine { get; private set; }

    public Cell? NewCode { get; private set; }

    public void Run(ContractOutcome outcome)
    {
        ResultCode = outcome.ActionListError;
        for (var i = 0; i < outcome.Actions.Count && ResultCode == 0; i++) ResultCode = Do(outcome.Actions[i]);
        if (ResultCode == 0) return;
        _out.Clear();
        (_left, _reserved, ForwardFees, NewCode) = (_start - Fine, Nano.Zero, Nano.Zero, null);
    }

    private int Do(OutAction action)
    {
        switch (action)
        {
            case OutAction.Send send:
                var code = Send(send);
                Bounces = code != 0 && (send.Mode & SendModes.BounceOnActionFail) != 0;
                return code;
            case OutAction.Reserve { AtMost: true } reserve:
                return Reserve(Nano.Min(reserve.Amount, _left));
            case OutAction.Reserve reserve:
                return Reserve(reserve.Amount);
            case OutAction.SetCode set:
                NewCode = set.Code;
                return 0;
            default:
                throw new InvalidOperationException($"An unknown action: {action.GetType().Name}.");
        }
    }

    private int Reserve(Nano amount)
    {
        if (amount.IsNegative) return VmExit.ActionInvalid;
        if (amount > _left) return VmExit.NotEnoughCoins;
        _left -= amount;
        _reserved += amount;
        return 0;
    }

    private int Send(OutAction.Send send)
    {
        var ignores = (send.Mode & SendModes.IgnoreErrors) != 0;
        if ((send.Mode & ~KnownModes) != 0 || (send.Mode & ModeBases) == ModeBases) return ignores ? 0 : VmExit.ActionInvalid;
        var fee = _prices.Fee(send.Usage.Bits, send.Usage.Cells);
        var paysBesides = (send.Mode & SendModes.PayFeesSeparately) != 0;
        var value = send.Message.Value;
        if ((send.Mode & SendModes.CarryBalance) != 0)
        {
            (value, paysBesides) = (_left, false);
        }
        else if ((send.Mode & SendModes.CarryRest) != 0)
        {
            value += _incoming;
            if (!paysBesides) value -= _gasFee + Fine;
            if (value.IsNegative) return ignores ? 0 : VmExit.NotEnoughCoins;
        }
        var spent = paysBesides ? value + fee : value;
        if (spent < fee || spent > _left)
        {
            var fine = FineFor(send.Usage);
            Fine += fine;
            _left -= fine;
            return ignores ? 0 : VmExit.NotEnoughCoins;
        }
        if ((send.Mode & ModeBases) != 0) _incoming = Nano.Zero;
        Emit(send.Message, spent - fee, fee);
        _left -= spent;
        return 0;
    }

    private void Emit(InternalMessage message, Nano value, Nano fee)
    {
        var travelling = _prices.LeftForReceiver(fee);
        ForwardFees += fee - travelling;
        _out.Add(new ChainMessage(_self, message.Destination, value, travelling, message.Bounce, Bounced: false, message.Body ?? Cell.Empty, message.Init));
    }

    private Nano FineFor(CellUsage usage)
    {
        var fine = new Nano(checked((long)((_prices.CellPrice >> 16) / 4 * usage.Cells)));
        return Nano.Min(fine, _left);
    }
}
