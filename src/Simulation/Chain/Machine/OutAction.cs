using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>What a contract asks for when it has run well. Source: TL-B block.tlb, OutAction.</summary>
public abstract record OutAction
{
    private OutAction()
    {
    }

    /// <summary>Send a message.</summary>
    /// <param name="Mode">A base of 0, 64 or 128 with flags: see <see cref="SendModes"/>.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Usage">What its forwarding is charged for: all below its root cell.</param>
    public sealed record Send(int Mode, InternalMessage Message, CellUsage Usage) : OutAction;

    /// <summary>Keep some of the balance from the actions that follow.</summary>
    /// <param name="Amount">How much.</param>
    /// <param name="AtMost">Whether all there is will do when there is less; otherwise that is a failure.</param>
    public sealed record Reserve(Nano Amount, bool AtMost) : OutAction;

    /// <summary>Another code from the next message on.</summary>
    public sealed record SetCode(Cell Code) : OutAction;
}
