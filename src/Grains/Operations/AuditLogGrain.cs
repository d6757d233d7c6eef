namespace Cocoon.Grains.Operations;

/// <summary>
/// State record: the newest <see cref="AuditChunk"/>. Limit: its size; a full one is archived before the next is begun, so a
/// crash in between only archives it again. Entries are never changed or taken away.
/// </summary>
[GrainType("auditlog")]
public sealed class AuditLogGrain(
    [PersistentState("audit", Stores.Ledger)] IPersistentState<AuditChunk> record,
    TimeProvider time) : StateMachineGrain<AuditChunk>(record, time), IAuditLogGrain
{
    public async Task<AuditEntry> Append(AuditNote note)
    {
        await Refresh();
        if (State.Find(note) is { } known) return known;
        if (State.IsFull)
        {
            await GrainFactory.AuditArchive(State.Index).Archive(State);
            await Commit(chunk => chunk.IsFull ? Step<AuditChunk>.To(chunk.Next()) : Step<AuditChunk>.Stay(chunk));
        }
        return (await Commit(chunk => chunk.Append(note, Time.GetUtcNow()))).Find(note)!;
    }

    public async Task<AuditChunk> Newest()
    {
        await Refresh();
        return State;
    }
}
