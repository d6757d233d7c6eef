using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Audits;

/// <summary>The word of the provider that served a job: "this record is what I served", said to one auditor.</summary>
/// <param name="Job">The job.</param>
/// <param name="Receipt">Hash of its receipt.</param>
/// <param name="Record">SHA-256 of the record.</param>
/// <param name="AuditorKey">Sealing key that the record was sealed to.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-statement")]
public sealed record AuditStatement(
    [property: Id(0)] JobId Job, [property: Id(1)] HexBytes Receipt, [property: Id(2)] HexBytes Record, [property: Id(3)] HexBytes AuditorKey);
