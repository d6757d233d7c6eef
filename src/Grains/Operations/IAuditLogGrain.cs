namespace Cocoon.Grains.Operations;

/// <summary>The market's audit log of what people did: only ever longer, each entry chained to the one before. One grain, <see cref="OperationsKeys.AuditLog"/>.</summary>
[Alias("cocoon.IAuditLogGrain"), Version(1)]
public interface IAuditLogGrain : IGrainWithStringKey
{
    /// <summary>Writes an entry durably. The same operation and phase again gives the entry of then.</summary>
    [Alias("append")]
    Task<AuditEntry> Append(AuditNote note);

    /// <summary>The newest chunk; its index says how many full ones there are before it.</summary>
    [Alias("newest")]
    Task<AuditChunk> Newest();
}
