using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>What the owner changes behind the timelock (contracts/src/timelock.tolk).</summary>
public sealed partial class VaultModel
{
    private static ContractOutcome Announce(ContractCall call, CellSlice body)
    {
        var vault = VaultStorage.Of(call.Data);
        if (call.Message.Source != vault.Admin.Owner) return Throw(NotOwner);
        var (queryId, change) = (body.LoadUInt(64), body.LoadRef());
        if (vault.Admin.PendingFrom(change.Hash) is { } known)
        {
            if (call.Now <= known + ChangeWindow) return Throw(ChangePending);
        }
        else if (vault.Admin.PendingCount >= ChangesMax)
        {
            return Throw(TooManyChanges);
        }
        var from = (ulong)call.Now + vault.Admin.Delay;
        if (from > uint.MaxValue) return Throw(VmExit.RangeCheck);
        return Acknowledge(call, vault with { Admin = vault.Admin.WithPending(change.Hash, (uint)from) }, queryId);
    }

    private static ContractOutcome Cancel(ContractCall call, CellSlice body)
    {
        var vault = VaultStorage.Of(call.Data);
        if (call.Message.Source != vault.Admin.Owner) return Throw(NotOwner);
        var (queryId, hash) = (body.LoadUInt(64), body.LoadBytes(HashBytes));
        if (vault.Admin.PendingFrom(hash) is null) return Throw(NoSuchChange);
        return Acknowledge(call, vault with { Admin = vault.Admin.WithoutPending(hash) }, queryId);
    }

    private static ContractOutcome Apply(ContractCall call, CellSlice body)
    {
        var vault = VaultStorage.Of(call.Data);
        if (call.Message.Source != vault.Admin.Owner) return Throw(NotOwner);
        var (queryId, change) = (body.LoadUInt(64), body.LoadRef());
        if (vault.Admin.PendingFrom(change.Hash) is not { } from) return Throw(NoSuchChange);
        if (call.Now < from) return Throw(ChangeTooEarly);
        if (call.Now > from + ChangeWindow) return Throw(ChangeStale);
        return Change(call, vault with { Admin = vault.Admin.WithoutPending(change.Hash) }, change, queryId);
    }

    private static ContractOutcome Change(ContractCall call, VaultStorage vault, Cell changeCell, ulong queryId)
    {
        var change = changeCell.BeginParse();
        switch (change.PeekUInt32())
        {
            case Tags.SetOperator:
                var key = change.SkipBits(32).LoadBytes(32);
                if (SmallOrderKeys.Contains(key)) return Throw(WeakKey);
                return Acknowledge(call, vault.Admin.PausedKey is null
                    ? vault with { OperatorKey = key }
                    : vault with { Admin = vault.Admin with { PausedKey = key } }, queryId);
            case Tags.SetOwner:
                return Acknowledge(call, vault with { Admin = vault.Admin with { Owner = change.SkipBits(32).LoadAccount() } }, queryId);
            case Tags.Upgrade:
                var code = change.SkipBits(32).LoadRef();
                var data = change.LoadMaybeRef() ?? vault.ToCell();
                return ContractOutcome.Done(data, new OutAction.SetCode(code), Replies.Acknowledge(call.Message.Source!.Value, queryId));
            case Tags.TakeOut:
                var to = change.SkipBits(32).LoadAccount();
                var amount = change.LoadAmount();
                if (amount > (UInt128)(call.Balance - call.Message.Value).Value) return Throw(Underfunded);
                return ContractOutcome.Done(vault.ToCell(), Replies.Money(to, new Nano((long)amount)), Replies.Acknowledge(call.Message.Source!.Value, queryId));
            default:
                return Throw(UnknownMessage);
        }
    }
}
