using Cocoon.Core.Receipts;

namespace Cocoon.Core.Audits;

/// <summary>
/// The life of a dispute as a pure state machine: opened → decided → closed, and where its slash came on chain opened → decided →
/// announced → closed. Two of three decide: the provider that served, the auditor that disagrees, and a third machine. Signatures were checked before anything comes here.
/// </summary>
public static class Dispute
{
    /// <summary>An auditor disagrees with what a receipt was given for. Opening it again changes nothing.</summary>
    public static Step<DisputeState> Open(DisputeState state, SignedReceipt receipt, int maxCompletionTokens, SignedFinding first, DisputeLimits limits, DateTimeOffset now, bool isEdge = false)
    {
        if (state.Phase != DisputePhase.None) return Step<DisputeState>.Stay(state);
        var hash = receipt.Receipt.Hash();
        if (!first.Finding.IsAgainst || first.Finding.Job != receipt.Receipt.Job || first.Finding.Receipt != hash)
            return Refuse(RefusalCode.OperationConflict, "A dispute needs a finding that speaks against this very receipt.");
        if (first.Finding.Auditor == receipt.Receipt.Provider) return Refuse(RefusalCode.OperationConflict, "Nobody audits himself.");
        return Step<DisputeState>.To(state with
        {
            Phase = DisputePhase.Opened, Receipt = receipt, MaxCompletionTokens = maxCompletionTokens, First = first, EvidenceBy = now + limits.Evidence, DecideBy = now + limits.Decision, IsEdge = isEdge,
        });
    }

    /// <summary>The provider that served gives its word. The first one counts.</summary>
    public static Step<DisputeState> Answer(DisputeState state, SignedStatement statement, DateTimeOffset now)
    {
        if (state.Phase == DisputePhase.None) return Unknown();
        if (state.Statement is not null || state.Phase != DisputePhase.Opened) return Step<DisputeState>.Stay(state);
        if (now >= state.EvidenceBy) return Refuse(RefusalCode.DeadlinePassed, "The time for evidence is over.");
        return statement.Statement.Receipt == state.First!.Finding.Receipt && statement.EnclaveKey == state.Receipt!.EnclaveKey
            ? Step<DisputeState>.To(state with { Statement = statement })
            : Refuse(RefusalCode.ReceiptForged, "The statement is about another receipt, or by another machine than the one that signed it.");
    }

    /// <summary>A third machine has run the job: that decides.</summary>
    public static Step<DisputeState> Conclude(DisputeState state, SignedFinding third, DateTimeOffset now)
    {
        if (state.Phase == DisputePhase.None) return Unknown();
        if (state.Phase != DisputePhase.Opened) return Step<DisputeState>.Stay(state);
        if (now >= state.DecideBy) return Refuse(RefusalCode.DeadlinePassed, "The time for a third run is over.");
        var (first, found) = (state.First!.Finding, third.Finding);
        if (found.Receipt != first.Receipt || found.Auditor == first.Auditor || found.Auditor == state.Receipt!.Receipt.Provider || third.EnclaveKey == state.First.EnclaveKey)
            return Refuse(RefusalCode.OperationConflict, "The third run is another machine's, about the same receipt.");
        return Decided(state with { Third = third }, found.IsFor ? DisputeVerdict.Dismissed : found.Agrees(first) ? DisputeVerdict.Upheld : DisputeVerdict.Undecided);
    }

    /// <summary>What time decides: without the provider's word it is left unanswered, without a third run undecided.</summary>
    public static Step<DisputeState> Lapse(DisputeState state, DateTimeOffset now) => state switch
    {
        { Phase: DisputePhase.Opened, Statement: null } when now >= state.EvidenceBy => Decided(state, DisputeVerdict.Unanswered),
        { Phase: DisputePhase.Opened } when now >= state.DecideBy => Decided(state, DisputeVerdict.Undecided),
        _ => Step<DisputeState>.Stay(state),
    };

    /// <summary>The slash that follows, and each message for it before it is sent. A later one may ask for less, where the stake has shrunk.</summary>
    public static Step<DisputeState> Slash(DisputeState state, SlashOrder order)
    {
        if (!IsSlashing(state)) return Refuse(RefusalCode.OperationConflict, "Only a dispute that was upheld slashes.");
        if (order.Says == SlashMessage.Announce != (state.Phase == DisputePhase.Decided)) return Refuse(RefusalCode.OperationConflict, "A slash is announced once, and ended once it is announced.");
        Invariant.Require(state.Slash is null || (state.Slash.Stake == order.Stake && state.Slash.Evidence == order.Evidence && order.Amount <= state.Slash.Amount), "I3", $"the slash for job {state.Receipt!.Receipt.Job} was to change");
        return Step<DisputeState>.To(state with { Slash = order });
    }

    /// <summary>The chain shows the slash.</summary>
    /// <param name="state">The dispute.</param>
    /// <param name="at">The chain's clock, Unix seconds.</param>
    public static Step<DisputeState> Announced(DisputeState state, uint at)
    {
        if (!IsSlashing(state)) return Refuse(RefusalCode.OperationConflict, "Only a dispute that was upheld slashes.");
        return state.Phase == DisputePhase.Announced ? Step<DisputeState>.Stay(state) : Step<DisputeState>.To(state with { Phase = DisputePhase.Announced, AnnouncedAt = at, RestsUntil = null });
    }

    /// <summary>There is nothing to be done about the slash before.</summary>
    public static Step<DisputeState> Rest(DisputeState state, DateTimeOffset until) =>
        IsSlashing(state) ? Step<DisputeState>.To(state with { RestsUntil = until }) : Refuse(RefusalCode.OperationConflict, "Only a dispute that slashes waits for the chain.");

    /// <summary>The contract has ended the slash: nothing is left to be done.</summary>
    public static Step<DisputeState> End(DisputeState state, SlashOutcome outcome)
    {
        if (state.Phase == DisputePhase.Closed) return Step<DisputeState>.Stay(state);
        return IsSlashing(state)
            ? Step<DisputeState>.To(state with { Phase = DisputePhase.Closed, SlashOutcome = outcome, RestsUntil = null })
            : Refuse(RefusalCode.OperationConflict, "Only a dispute that was upheld slashes.");
    }

    /// <summary>The providers' twins know.</summary>
    public static Step<DisputeState> Told(DisputeState state) => state.IsTold ? Step<DisputeState>.Stay(state) : Step<DisputeState>.To(state with { IsTold = true });

    /// <summary>All that follows has been done.</summary>
    public static Step<DisputeState> Close(DisputeState state) => state.Phase switch
    {
        DisputePhase.Decided => Step<DisputeState>.To(state with { Phase = DisputePhase.Closed }),
        DisputePhase.Closed => Step<DisputeState>.Stay(state),
        _ => Refuse(RefusalCode.OperationConflict, "A dispute is closed after its verdict."),
    };

    private static bool IsSlashing(DisputeState state) => state is { Phase: DisputePhase.Decided or DisputePhase.Announced, Verdict: DisputeVerdict.Upheld };

    private static Step<DisputeState> Decided(DisputeState state, DisputeVerdict verdict) => Step<DisputeState>.To(state with { Phase = DisputePhase.Decided, Verdict = verdict });

    private static Step<DisputeState> Unknown() => Refuse(RefusalCode.JobUnknown, "There is no dispute about this job.");

    private static Step<DisputeState> Refuse(RefusalCode code, string message) => Step<DisputeState>.Refuse(code, message);
}
