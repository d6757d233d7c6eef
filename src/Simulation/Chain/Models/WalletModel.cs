using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>
/// The standard wallet V5R1, as far as this product uses it: transfers signed by its key, from outside. Extensions and
/// requests from other contracts are not modelled. Source: wallet-contract-v5.
/// </summary>
public sealed class WalletModel : IContractModel
{
    private const int SignatureDisabled = 132;
    private const int WrongSeqno = 133;
    private const int WrongWallet = 134;
    private const int WrongSignature = 135;
    private const int Expired = 136;
    private const int ModeMustIgnoreErrors = 137;
    private const int UnknownOperation = 138;

    private const uint SignedExternal = 0x7369676e; // "sign"
    private const int SignatureBits = 512;

    public string Name => "wallet";

    public ContractOutcome Run(ContractCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!call.Message.IsExternal) return ContractOutcome.Done(call.Data); // money is welcome, words are ignored
        try
        {
            return Transfer(call, call.Message.Body);
        }
        catch (CellFormatException)
        {
            return ContractOutcome.Thrown(VmExit.CellUnderflow);
        }
    }

    private static ContractOutcome Transfer(ContractCall call, Cell body)
    {
        if (body.BeginParse().LoadUInt32() != SignedExternal) return ContractOutcome.Thrown(UnknownOperation);
        var reader = body.BeginParse();
        var signedBits = reader.LoadBits(Math.Max(0, body.BitLength - SignatureBits));
        var signature = reader.LoadBytes(SignatureBits / 8);
        var signed = new CellBuilder().StoreCell(signedBits);
        foreach (var child in body.Refs) signed.StoreRef(child);
        var requestCell = signed.Build();
        var request = requestCell.BeginParse().SkipBits(32);
        var (walletId, validUntil, seqno) = (request.LoadUInt32(), request.LoadUInt32(), request.LoadUInt32());

        var data = call.Data.BeginParse();
        var (isSignatureAllowed, ownSeqno, ownWalletId, key) = (data.LoadBit(), data.LoadUInt32(), data.LoadUInt32(), data.LoadBytes(32));
        if (!call.Ed25519.Verify(key, requestCell.Hash, signature)) return ContractOutcome.Thrown(WrongSignature);
        if (!isSignatureAllowed && data.LoadBit()) return ContractOutcome.Thrown(SignatureDisabled);
        if (seqno != ownSeqno) return ContractOutcome.Thrown(WrongSeqno);
        if (walletId != ownWalletId) return ContractOutcome.Thrown(WrongWallet);
        if (validUntil <= call.Now) return ContractOutcome.Thrown(Expired);
        return Send(request, WithNextSeqno(call.Data, ownSeqno)) with { Commits = true };
    }

    /// <summary>The new seqno is committed before the actions are looked at, so it lasts whatever they are.</summary>
    private static ContractOutcome Send(CellSlice request, Cell after)
    {
        if (request.LoadMaybeRef() is not { } list) return ContractOutcome.Done(after);
        var outcome = ActionList.Read(list, after);
        for (var i = 0; i < outcome.Actions.Count; i++)
        {
            var isSafe = outcome.Actions[i] is OutAction.Send send && (send.Mode & SendModes.IgnoreErrors) != 0;
            if (!isSafe) return new ContractOutcome(true, ModeMustIgnoreErrors, after, []);
        }
        if (outcome.ActionListError != 0 || request.LoadBit())
            throw new NotSupportedException("The simulated wallet only sends plain transfers, as WalletV5R1.CreateTransfer makes them.");
        return outcome;
    }

    private static Cell WithNextSeqno(Cell data, uint seqno)
    {
        var rest = data.BeginParse();
        var isSignatureAllowed = rest.LoadBit();
        return new CellBuilder().StoreBit(isSignatureAllowed).StoreUInt(checked(seqno + 1), 32).StoreSlice(rest.SkipBits(32)).Build();
    }
}
