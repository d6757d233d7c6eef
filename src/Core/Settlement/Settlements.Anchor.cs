using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

/// <summary>
/// Anchors go out between batches: claims and anchors share a wallet, whose next sequence number is promised to one message
/// at a time.
/// </summary>
public static partial class Settlements
{
    /// <summary>
    /// Takes an epoch's hash, to be put on chain. Repeating it changes nothing. The one before has to be final, unless
    /// nothing of it was signed yet, in which case the newer one takes its place.
    /// </summary>
    public static Step<SettlementState> AskAnchor(SettlementState state, long epoch, HexBytes root)
    {
        if (root.Length != 32) return Refuse(RefusalCode.OperationConflict, "The hash of an epoch has 32 bytes.");
        if (state.Anchor is not { } known) return To(state with { Anchor = new Anchor(epoch, root) });
        if (known.Epoch == epoch)
            return known.Root == root ? Step<SettlementState>.Stay(state) : Refuse(RefusalCode.OperationConflict, $"Epoch {epoch} has another hash already.");
        if (epoch < known.Epoch) return Refuse(RefusalCode.OperationConflict, $"Epoch {known.Epoch} is anchored or about to be; {epoch} is before it.");
        return known.IsFinal || known.Attempt is null ? To(state with { Anchor = new Anchor(epoch, root) }) : Step<SettlementState>.Stay(state);
    }

    /// <summary>Whether an anchor is to be looked after now: not while claims are under way.</summary>
    public static bool WantsAnchor(SettlementState state) =>
        state is { Anchor.IsFinal: false, Open: not { Status: BatchStatus.Written, ClaimAttempt: not null } };

    /// <summary>Writes down the message that carries the hash; the one before it must have expired.</summary>
    public static Step<SettlementState> AnchorSigned(SettlementState state, ChainAttempt attempt, uint chainTime) => OfAnchor(state, anchor =>
    {
        RequireExpired(anchor.Attempt, chainTime);
        Invariant.Require(WantsAnchor(state), "I7", "an anchor would take the sequence number of claims under way");
        return anchor with { Attempt = attempt, Since = anchor.Attempt is null ? chainTime : anchor.Since };
    });

    /// <summary>The chain shows it. It counts once it is final.</summary>
    public static Step<SettlementState> AnchorSeen(SettlementState state, HexBytes transaction, uint block) =>
        state.Anchor is { } seen && seen.Transaction == transaction && seen.Block <= block
            ? Step<SettlementState>.Stay(state)
            : OfAnchor(state, anchor => anchor with { Transaction = transaction, Block = block });

    /// <summary>The chain does not show it, or not any more.</summary>
    public static Step<SettlementState> AnchorGone(SettlementState state) =>
        state.Anchor is { Transaction.IsEmpty: true } ? Step<SettlementState>.Stay(state) : OfAnchor(state, anchor => anchor with { Transaction = default, Block = 0 });

    /// <summary>It was seen long enough ago.</summary>
    public static Step<SettlementState> AnchorFinal(SettlementState state) =>
        OfAnchor(state, anchor => anchor.Transaction.IsEmpty ? anchor : anchor with { IsFinal = true });

    private static Step<SettlementState> OfAnchor(SettlementState state, Func<Anchor, Anchor> change) => state.Anchor is { IsFinal: false } anchor
        ? To(state with { Anchor = change(anchor) })
        : Refuse(RefusalCode.OperationConflict, "No anchor is on its way.");
}
