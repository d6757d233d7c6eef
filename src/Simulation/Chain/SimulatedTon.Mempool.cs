using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Simulation.Faults;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain;

/// <summary>Messages that wait for a block.</summary>
public sealed partial class SimulatedTon
{
    private const int DuplicateDelayTicksMax = 8;

    /// <summary>In the order in which blocks look at them.</summary>
    private readonly List<PendingMessage> _pending = [];

    /// <summary>A node tries a message before it passes it on, so what the account refuses now is refused here.</summary>
    private bool Receive(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var (parsed, usage) = (ReadExternal(cell), CellUsage.BelowRoot(cell));
        if (IsPending(cell)) return true; // a node forwards the same message once
        Try(_ledger.Executor, External(cell, parsed, usage));
        _pending.Add(PendingMessage.OfExternal(cell, parsed, usage, _tick + 1 + Delay()));
        if (_faults.Strike(FaultKind.ChainDuplicate) is { } dice)
            _pending.Add(PendingMessage.OfExternal(cell, parsed, usage, _tick + 1 + dice.Below(DuplicateDelayTicksMax + 1)));
        if (_faults.Strike(FaultKind.ChainReplyLost) is not null)
            throw new TonClientException(TonFailure.Unavailable, "The simulated node took the message, but its answer was lost.");
        return true;
    }

    private long Delay() => _faults.Strike(FaultKind.ChainDelay) is { } dice ? dice.Between(1, Math.Max(1, _options.DelayMax.Ticks / _options.BlockTime.Ticks)) : 0;

    private bool IsPending(Cell cell)
    {
        foreach (var pending in _pending)
            if (pending.External?.Cell.Equals(cell) == true) return true;
        return false;
    }

    private Execution Try(Executor executor, ChainMessage message)
    {
        var execution = executor.Run(_ledger.State(message.Destination), message, Now);
        return execution.Accepted
            ? execution
            : throw new TonClientException(TonFailure.Rejected, $"The account {message.Destination} refuses the message: exit code {execution.ExitCode}.");
    }

    private static Message ReadExternal(Cell cell)
    {
        try
        {
            var parsed = Message.Parse(cell);
            return parsed.Info is MessageInfo.ExternalIn
                ? parsed
                : throw new TonClientException(TonFailure.BadRequest, "Only messages from outside the chain can be sent to a node.");
        }
        catch (CellFormatException e)
        {
            throw new TonClientException(TonFailure.BadRequest, $"Not a message: {e.Message}", e);
        }
    }

    /// <summary>The message as it arrives at the present prices.</summary>
    private ChainMessage External(Cell cell, Message parsed, CellUsage usage) => new(
        null, ((MessageInfo.ExternalIn)parsed.Info).Destination, Nano.Zero, _ledger.Executor.Fees.Prices.ImportFee(usage.Bits, usage.Cells),
        Bounce: false, Bounced: false, parsed.Body, parsed.Init);

    /// <summary>A user's transfer at the present prices, and what its sending costs besides.</summary>
    private (ChainMessage Message, Nano Fees) Ordered(AccountAddress from, InternalMessage message)
    {
        var prices = _ledger.Executor.Fees.Prices;
        var forward = prices.ForwardFee(message.ToCell());
        var travelling = prices.Forward.LeftForReceiver(forward);
        var sent = new ChainMessage(from, message.Destination, message.Value, travelling, message.Bounce, Bounced: false, message.Body ?? Cell.Empty, message.Init);
        return (sent, _ledger.Executor.Fees.RunFee + forward - travelling);
    }
}
