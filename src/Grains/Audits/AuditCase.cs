using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Audits;

/// <summary>A job that was drawn for an audit.</summary>
/// <param name="Receipt">Signed and countersigned.</param>
/// <param name="MaxCompletionTokens">What the job was opened for.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-case")]
public sealed record AuditCase([property: Id(0)] SignedReceipt Receipt, [property: Id(1)] int MaxCompletionTokens);
