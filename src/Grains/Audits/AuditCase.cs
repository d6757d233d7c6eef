using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Audits;

/// <summary>A job that was drawn for an audit.</summary>
/// <param name="Receipt">Signed and countersigned.</param>
/// <param name="MaxCompletionTokens">What the job was opened for.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-case")]
public sealed record AuditCase([property: Id(0)] SignedReceipt Receipt, [property: Id(1)] int MaxCompletionTokens)
{
    /// <summary>Whether the machine that served is reached through its edge grain (<see cref="Core.Providers.Lease.IsEdge"/>). Default: false.</summary>
    [Id(2)] public bool IsEdge { get; init; }
}
