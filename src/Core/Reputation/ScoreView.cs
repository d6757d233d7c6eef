using System.Collections.Immutable;

namespace Cocoon.Core.Reputation;

/// <summary>A provider's score for one model, explained.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Score">0 to 1,000.</param>
/// <param name="Parts">What it is made of; their points add up to it.</param>
[GenerateSerializer, Immutable, Alias("cocoon.score-view")]
public sealed record ScoreView([property: Id(0)] string Model, [property: Id(1)] int Score, [property: Id(2)] ImmutableList<ScorePart> Parts)
{
    /// <summary>Milliseconds to the first token, a decayed mean; null where none was told.</summary>
    [Id(3)] public int? FirstTokenMs { get; init; }

    /// <summary>Tokens a second of one answer, a decayed mean; null where none was told.</summary>
    [Id(4)] public int? TokensPerSecond { get; init; }
}
