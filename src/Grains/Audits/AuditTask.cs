using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Audits;

/// <summary>What an auditor is asked: to run a job again, and to say whether the provider's answer is what these weights give.</summary>
/// <param name="Receipt">What the provider was paid for.</param>
/// <param name="MaxCompletionTokens">What the job was opened for.</param>
/// <param name="Disclosure">What the provider handed over for this auditor.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-task")]
public sealed record AuditTask([property: Id(0)] SignedReceipt Receipt, [property: Id(1)] int MaxCompletionTokens, [property: Id(2)] Disclosure Disclosure);
