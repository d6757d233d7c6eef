namespace Cocoon.RaTls.Verdicts;

/// <summary>A verdict and what it rests on.</summary>
internal sealed record VerdictEntry(VerdictKey Key, PeerVerdict Verdict);
