using System.Runtime.CompilerServices;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>Reads a ready list of actions, as batches and wallets carry it, once per cell. Source: TL-B block.tlb, OutList.</summary>
internal static class ActionList
{
    private const int MaxActions = 255;
    private const uint SendMessage = 0x0ec3c86d;

    private static readonly ConditionalWeakTable<Cell, ContractOutcome> Known = [];

    /// <summary>An outcome that has the list as its actions, or the error that the action phase ends with.</summary>
    public static ContractOutcome Read(Cell list, Cell data) => Known.GetValue(list, Parse) with { Data = data };

    private static ContractOutcome Parse(Cell list)
    {
        var actions = new List<OutAction>();
        try
        {
            for (var slice = list.BeginParse(); !slice.IsEmpty;)
            {
                // The list is unrolled before any action is read, so its own faults come first.
                if (slice.RefsLeft == 0) return Unreadable(VmExit.ActionListInvalid);
                if (actions.Count == MaxActions) return Unreadable(VmExit.TooManyActions);
                var previous = slice.LoadRef();
                if (slice.LoadUInt32() != SendMessage) return Unreadable(VmExit.ActionInvalid);
                var mode = (int)slice.LoadUInt(8);
                var message = slice.LoadRef();
                slice.RequireEnd();
                actions.Add(new OutAction.Send(mode, InternalMessage.Parse(message), CellUsage.BelowRoot(message)));
                slice = previous.BeginParse();
            }
        }
        catch (CellFormatException)
        {
            return Unreadable(VmExit.ActionInvalid);
        }
        actions.Reverse();
        return new ContractOutcome(true, 0, null, actions);
    }

    private static ContractOutcome Unreadable(int code) => new(true, 0, null, []) { ActionListError = code };
}
