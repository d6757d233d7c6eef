using Cocoon.Core.Audits;

namespace Cocoon.Grains.Audits;

/// <summary>A dispute about one job; the key is the job id.</summary>
[Alias("cocoon.IDisputeGrain"), Version(1)]
public interface IDisputeGrain : IGrainWithStringKey
{
    /// <summary>An auditor disagrees with what a receipt was given for. Repeating it changes nothing.</summary>
    /// <param name="drawn">The job.</param>
    /// <param name="first">The auditor's finding; its signature was checked.</param>
    [Alias("open")]
    Task Open(AuditCase drawn, SignedFinding first);

    /// <summary>The dispute; its phase is <see cref="DisputePhase.None"/> where there is none.</summary>
    [Alias("view")]
    Task<DisputeState> View();
}
