using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Audits;

/// <summary>What one machine found when it ran a job again. Holds no text.</summary>
/// <param name="Job">The job.</param>
/// <param name="Receipt">Hash of its receipt.</param>
/// <param name="Record">SHA-256 of the record that was handed over; it holds the job's salt, so nothing can be guessed from it.</param>
/// <param name="Auditor">Wallet of the machine that ran it again.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Choice">Of a request's answers, the one that differs.</param>
/// <param name="Position">Place of the first token that differs; -1 where none does.</param>
/// <param name="Compared">Tokens that were the same before.</param>
/// <param name="Replay">SHA-256 over the job's salt and the auditor's tokens of that answer up to and with that place: two auditors who give the same found the same. Empty where nothing differs.</param>
/// <param name="At">When, by the auditor's clock.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-finding")]
public sealed record AuditFinding(
    [property: Id(0)] JobId Job,
    [property: Id(1)] HexBytes Receipt,
    [property: Id(2)] HexBytes Record,
    [property: Id(3)] AccountAddress Auditor,
    [property: Id(4)] AuditOutcome Outcome,
    [property: Id(5)] int Choice,
    [property: Id(6)] int Position,
    [property: Id(7)] int Compared,
    [property: Id(8)] HexBytes Replay,
    [property: Id(9)] DateTimeOffset At)
{
    /// <summary>Whether it speaks against the provider that served.</summary>
    public bool IsAgainst => Outcome is AuditOutcome.Differs or AuditOutcome.RecordForged;

    /// <summary>Whether it speaks for the provider that served.</summary>
    public bool IsFor => Outcome is AuditOutcome.Matches or AuditOutcome.MatchesWithinTolerance;

    /// <summary>Whether two machines that speak against a provider found the same.</summary>
    public bool Agrees(AuditFinding other) => IsAgainst && Outcome == other.Outcome && Choice == other.Choice && Position == other.Position && Replay == other.Replay;
}
