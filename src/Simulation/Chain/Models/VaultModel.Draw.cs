using System.Buffers.Binary;
using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>The exit by proof.</summary>
public sealed partial class VaultModel
{
    private const int MaxPath = 32;
    private const int HashBytes = 32;

    private static ContractOutcome Draw(ContractCall call, CellSlice body)
    {
        var vault = VaultStorage.Of(call.Data);
        var admin = vault.Admin;
        var (queryId, provider) = (body.LoadUInt(64), body.LoadAccount());
        var (earned, guaranteed) = (body.LoadAmount(), body.LoadAmount());
        var (index, count, path) = (body.LoadUInt32(), body.LoadUInt32(), body.LoadMaybeRef());
        if (admin.ExitAt == 0 || admin.ExitSeqno != vault.Seqno || call.Now < (ulong)admin.ExitAt + admin.ExitDelay) return Throw(ExitClosed);
        if (call.Message.Value < call.Prices.GasFee(DrawGas) + call.Prices.ForwardFee(0, 0)) return Throw(ValueTooSmall);
        if (earned > ulong.MaxValue || guaranteed > ulong.MaxValue) return Throw(VmExit.RangeCheck);
        if (ProofError(Leaf(provider, (ulong)earned, (ulong)guaranteed), index, count, path, vault.Roots) is var error and not 0) return Throw(error);

        var before = admin.DrawnBy(provider);
        if (guaranteed <= (UInt128)before.Value) return Throw(NothingDue);
        var reserve = call.Prices.StorageFee(ReserveBits, ReserveCells, ReserveSeconds);
        var there = call.Balance - call.Message.Value - reserve;
        if (!there.IsPositive) return Throw(Underfunded);
        var due = guaranteed - (UInt128)before.Value;
        var amount = due < (UInt128)there.Value ? new Nano((long)due) : there;
        var after = vault.Next();
        after = after with { Admin = admin.WithDrawn(provider, before + amount) with { ExitSeqno = after.Seqno } };
        return ContractOutcome.Done(after.ToCell(), Replies.Drawn(provider, amount, queryId));
    }

    private static byte[] Leaf(AccountAddress provider, ulong earned, ulong guaranteed)
    {
        Span<byte> bytes = stackalloc byte[49];
        bytes[0] = (byte)provider.Workchain;
        provider.Hash.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[33..], earned);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[41..], guaranteed);
        return SHA256.HashData(bytes);
    }

    /// <summary>contracts/src/merkle.tolk; 0 when the proof is good.</summary>
    private static int ProofError(byte[] leaf, uint index, uint count, Cell? path, Cell rootsCell)
    {
        var roots = rootsCell.BeginParse();
        var earningsRoot = roots.SkipBits(256).LoadBytes(HashBytes);
        roots.RequireEnd();
        if (index >= count) return Proof;
        var (first, last) = (index, count - 1);
        var hash = SHA256.HashData([0, .. leaf]);
        var siblings = (path ?? Cell.Empty).BeginParse();
        for (var steps = 1; !siblings.IsEmpty; steps++)
        {
            if (siblings.BitsLeft == 0) siblings = siblings.LoadRef().BeginParse();
            var sibling = siblings.LoadBytes(HashBytes);
            if (last == 0 || steps > MaxPath) return Proof;
            if ((first & 1) != 0 || first == last)
            {
                hash = SHA256.HashData([1, .. sibling, .. hash]);
                while ((first & 1) == 0 && first != 0) (first, last) = (first >> 1, last >> 1);
            }
            else
            {
                hash = SHA256.HashData([1, .. hash, .. sibling]);
            }
            (first, last) = (first >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(earningsRoot) ? 0 : Proof;
    }
}
