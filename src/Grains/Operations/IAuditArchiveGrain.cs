namespace Cocoon.Grains.Operations;

/// <summary>One full chunk of the audit log; the key is its index.</summary>
[Alias("cocoon.IAuditArchiveGrain"), Version(1)]
public interface IAuditArchiveGrain : IGrainWithStringKey
{
    /// <summary>Stores the chunk. Storing it again is harmless; another one under the same index is refused.</summary>
    [Alias("archive")]
    Task Archive(AuditChunk chunk);

    /// <summary>The chunk; null when it was never archived.</summary>
    [Alias("view")]
    Task<AuditChunk?> View();
}
