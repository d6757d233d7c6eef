using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>contracts/src/vault.tolk, branch by branch.</summary>
public sealed partial class VaultModel : IContractModel
{
    private const int Signature = 54;
    private const int Number = 55;
    private const int Expired = 57;
    private const int Underfunded = 58;
    private const int NotOwner = 210;
    private const int WeakKey = 211;
    private const int Paused = 212;
    private const int ExitRunning = 213;
    private const int ExitClosed = 214;
    private const int NothingDue = 215;
    private const int ValueTooSmall = 216;
    private const int ChangePending = 301;
    private const int TooManyChanges = 302;
    private const int NoSuchChange = 303;
    private const int ChangeTooEarly = 304;
    private const int ChangeStale = 305;
    private const int Proof = 310;
    private const int UnknownMessage = 0xffff;

    private const ulong DrawGas = 60_000;
    private const ulong ReserveBits = 60_000;
    private const ulong ReserveCells = 200;
    private const ulong ReserveSeconds = 2 * 365 * 86_400;
    private const uint ChangesMax = 8;
    private const uint ChangeWindow = 14 * 86_400;
    private const int DomainBytes = 28;
    private const int SignatureBytes = 64;

    /// <summary>Stands for the operator key while the vault is paused.</summary>
    private static readonly byte[] NoKey = [.. new byte[31], 3];

    public string Name => "vault";

    public ContractOutcome Run(ContractCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return call.Message.IsExternal ? TakeBatch(call) : Answer(call);
        }
        catch (CellFormatException)
        {
            return ContractOutcome.Thrown(VmExit.CellUnderflow, accepted: !call.Message.IsExternal);
        }
    }

    private static ContractOutcome TakeBatch(ContractCall call)
    {
        var vault = VaultStorage.Of(call.Data);
        var body = call.Message.Body.BeginParse();
        var batchCell = body.LoadRef();
        if (!call.Ed25519.Verify(vault.OperatorKey, batchCell.Hash, body.LoadBytes(SignatureBytes))) return ContractOutcome.Thrown(Signature);
        var batch = batchCell.BeginParse();
        var (domain, seqno, validUntil) = (batch.LoadBytes(DomainBytes), batch.LoadUInt32(), batch.LoadUInt32());
        var required = batch.LoadAmount();
        var (roots, actions) = (batch.LoadRef(), batch.LoadRef());
        if (required > (UInt128)call.Balance.Value) return ContractOutcome.Thrown(Underfunded);
        if (validUntil < call.Now) return ContractOutcome.Thrown(Expired);
        if (seqno != vault.Seqno || !domain.AsSpan().SequenceEqual(vault.Domain)) return ContractOutcome.Thrown(Number);
        return ActionList.Read(actions, (vault.Next() with { Roots = roots }).ToCell());
    }

    private static ContractOutcome Answer(ContractCall call)
    {
        var body = call.Message.Body.BeginParse();
        if (call.Message.Bounced || body.IsEmpty || body.PeekUInt32() == 0) return ContractOutcome.Done(call.Data);
        switch (body.PeekUInt32())
        {
            case Tags.ClaimPaid:
                return ContractOutcome.Done(call.Data);
            case Tags.DrawEarnings:
                return Draw(call, body.SkipBits(32));
            case Tags.StartExit:
                return StartExit(call, body.SkipBits(32));
            case Tags.Pause:
                return Pause(call, body.SkipBits(32));
            case Tags.Announce:
                return Announce(call, body.SkipBits(32));
            case Tags.Cancel:
                return Cancel(call, body.SkipBits(32));
            case Tags.Apply:
                return Apply(call, body.SkipBits(32));
            default:
                return Throw(UnknownMessage);
        }
    }

    private static ContractOutcome StartExit(ContractCall call, CellSlice body)
    {
        var vault = VaultStorage.Of(call.Data);
        if (vault.Admin.ExitAt != 0 && vault.Admin.ExitSeqno == vault.Seqno) return Throw(ExitRunning);
        var queryId = body.LoadUInt(64);
        return Acknowledge(call, vault with { Admin = vault.Admin with { ExitSeqno = vault.Seqno, ExitAt = call.Now } }, queryId);
    }

    private static ContractOutcome Pause(ContractCall call, CellSlice body)
    {
        var vault = VaultStorage.Of(call.Data);
        if (call.Message.Source != vault.Admin.Owner) return Throw(NotOwner);
        var (queryId, paused) = (body.LoadUInt(64), body.LoadBit());
        if (paused != vault.Admin.PausedKey is null) return Throw(Paused);
        return Acknowledge(call, vault with
        {
            OperatorKey = vault.Admin.PausedKey ?? NoKey,
            Admin = vault.Admin with { PausedKey = paused ? vault.OperatorKey : null },
        }, queryId);
    }

    private static ContractOutcome Acknowledge(ContractCall call, VaultStorage after, ulong queryId) =>
        ContractOutcome.Done(after.ToCell(), Replies.Acknowledge(call.Message.Source!.Value, queryId));

    private static ContractOutcome Throw(int exitCode) => ContractOutcome.Thrown(exitCode, accepted: true);
}
