namespace Cocoon.Core.Audits;

/// <summary>What came of comparing two answers.</summary>
/// <param name="Outcome">One of <see cref="AuditOutcome.Matches"/>, <see cref="AuditOutcome.MatchesWithinTolerance"/>, <see cref="AuditOutcome.Differs"/> and <see cref="AuditOutcome.NotReproducible"/>.</param>
/// <param name="Choice">Of a request's answers, the one with the first difference that counts; 0 where there is none.</param>
/// <param name="Position">Its place in that answer, from 0; -1 where there is none.</param>
/// <param name="Compared">Tokens that were the same before the answers parted, all choices together.</param>
public sealed record Comparison(AuditOutcome Outcome, int Choice, int Position, int Compared);
