namespace Cocoon.Storage;

/// <summary>One stored grain state.</summary>
/// <param name="StateName">The name given in [PersistentState].</param>
/// <param name="GrainId">Whose state it is.</param>
/// <param name="ETag">Grows with every write of the store and is never used twice.</param>
/// <param name="Payload">The state as UTF-8 JSON.</param>
public sealed record StoredRecord(string StateName, GrainId GrainId, long ETag, ReadOnlyMemory<byte> Payload);
