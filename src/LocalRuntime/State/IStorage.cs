namespace Orleans.Core;

/// <summary>One record of a grain in storage. From the grain's turns only.</summary>
public interface IStorage
{
    string? Etag { get; }

    bool RecordExists { get; }

    /// <summary>Deletes the record and puts a fresh state in memory.</summary>
    Task ClearStateAsync();

    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <summary>Writes the state; throws <see cref="Storage.InconsistentStateException"/> if the record changed meanwhile.</summary>
    Task WriteStateAsync();

    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <summary>Reads the record again and drops what is in memory.</summary>
    Task ReadStateAsync();

    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
