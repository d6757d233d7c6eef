namespace Cocoon.Grains.Operations;

/// <summary>State record: one full <see cref="AuditChunk"/>, written once.</summary>
[GrainType("auditarchive")]
public sealed class AuditArchiveGrain(
    [PersistentState("audit-archive", Stores.Ledger)] IPersistentState<AuditChunk> record,
    TimeProvider time) : StateMachineGrain<AuditChunk>(record, time), IAuditArchiveGrain
{
    public async Task Archive(AuditChunk chunk)
    {
        Invariant.Require(chunk.IsFull && chunk.FirstBroken() is null, "audit", "only a full, unbroken chunk is archived");
        await Commit(stored => stored.Entries.IsEmpty ? Step<AuditChunk>.To(chunk) : Step<AuditChunk>.Stay(stored));
        Invariant.Require(State.Head == chunk.Head, "audit", $"two audit chunks with index {chunk.Index}");
    }

    public async Task<AuditChunk?> View()
    {
        // An archive never changes once it is there.
        if (State.Entries.IsEmpty) await Refresh();
        return State.Entries.IsEmpty ? null : State;
    }
}
