using Orleans.Storage;

namespace Cocoon.Storage;

/// <summary>Grain states by name and grain, guarded by ETags, durable when a task completes. Thread-safe.</summary>
public interface IRecordStore
{
    /// <summary>Reads a record; null if there is none.</summary>
    /// <exception cref="StoreException">The record cannot be read.</exception>
    Task<StoredRecord?> Read(string stateName, GrainId grainId, CancellationToken cancellationToken = default);

    /// <summary>Writes a record and returns its new ETag once it is on disk.</summary>
    /// <param name="stateName">The name of the state.</param>
    /// <param name="grainId">Whose state.</param>
    /// <param name="payload">The state; must not change until the task completes.</param>
    /// <param name="etag">The ETag it had when it was read; null if there was no record.</param>
    /// <param name="cancellationToken">Takes the write back if it has not begun.</param>
    /// <exception cref="InconsistentStateException">The record has another ETag, or exists, or is gone.</exception>
    /// <exception cref="StoreException">The write failed, or <see cref="StoreException.IsOutcomeUnknown"/>.</exception>
    Task<long> Write(string stateName, GrainId grainId, ReadOnlyMemory<byte> payload, long? etag, CancellationToken cancellationToken = default);

    /// <summary>Deletes a record.</summary>
    /// <exception cref="InconsistentStateException">The record has another ETag, or is gone.</exception>
    /// <exception cref="StoreException">The deletion failed, or <see cref="StoreException.IsOutcomeUnknown"/>.</exception>
    Task Clear(string stateName, GrainId grainId, long? etag, CancellationToken cancellationToken = default);

    /// <summary>
    /// All records of one state name in the order of their grain ids, a page at a time: each page is consistent, the whole is
    /// not while grains write.
    /// </summary>
    IAsyncEnumerable<StoredRecord> List(string stateName, CancellationToken cancellationToken = default);
}
