namespace Cocoon.Core.Reputation;

/// <summary>One of the things a score is made of.</summary>
/// <param name="Name">Which: start, payers, audits, faults, audit_faults, disputes or owed.</param>
/// <param name="Points">What it adds to the score, or takes off when below zero.</param>
/// <param name="Text">The same in a sentence, for people.</param>
[GenerateSerializer, Immutable, Alias("cocoon.score-part")]
public sealed record ScorePart([property: Id(0)] string Name, [property: Id(1)] int Points, [property: Id(2)] string Text);
