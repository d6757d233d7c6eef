using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>The messages that our contracts send. Their bodies stand in the root cell, so that forwarding costs the lump price.</summary>
internal static class Replies
{
    public static OutAction.Send Excesses(AccountAddress to, ulong queryId, int mode) => Send(mode, to, Nano.Zero, bounce: false, Begin(Tags.Excesses, queryId).Build());

    /// <summary>What is left of the message's value, back to its sender.</summary>
    public static OutAction.Send Acknowledge(AccountAddress to, ulong queryId) => Excesses(to, queryId, SendModes.CarryRest | SendModes.BounceOnActionFail);

    public static OutAction.Send Refund(AccountAddress to, Nano amount, ulong queryId, int mode) =>
        Send(mode | SendModes.BounceOnActionFail, to, amount, bounce: false, Begin(Tags.Refund, queryId).Build());

    public static OutAction.Send ClaimPaid(AccountAddress vault, Nano amount, ulong queryId, int mode) =>
        Send(mode | SendModes.BounceOnActionFail, vault, amount, bounce: true, Begin(Tags.ClaimPaid, queryId).StoreCoins(amount).Build());

    public static OutAction.Send Drawn(AccountAddress to, Nano amount, ulong queryId) =>
        Send(SendModes.CarryRest | SendModes.BounceOnActionFail, to, amount, bounce: false, Begin(Tags.Drawn, queryId).Build());

    /// <summary>Money without words.</summary>
    public static OutAction.Send Money(AccountAddress to, Nano amount) => Send(SendModes.BounceOnActionFail, to, amount, bounce: false, body: null);

    private static CellBuilder Begin(uint opcode, ulong queryId) => new CellBuilder().StoreUInt(opcode, 32).StoreUInt(queryId, 64);

    private static OutAction.Send Send(int mode, AccountAddress to, Nano value, bool bounce, Cell? body) =>
        new(mode, new InternalMessage(to, value, bounce, body) { InlineBody = true }, new CellUsage(0, 0));
}
