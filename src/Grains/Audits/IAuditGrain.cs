using Orleans.Concurrency;

namespace Cocoon.Grains.Audits;

/// <summary>One of the market's lanes of audits; the key is its number. A lane works on one audit at a time, so their number bounds how many run.</summary>
[Alias("cocoon.IAuditGrain"), Version(1)]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Audits a job. Nobody waits for it, and it is not stored: what a crash forgets was drawn by chance.</summary>
    [Alias("audit"), OneWay]
    Task Audit(AuditCase drawn);
}
