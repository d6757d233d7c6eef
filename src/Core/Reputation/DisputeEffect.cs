namespace Cocoon.Core.Reputation;

/// <summary>How a dispute over an answer ended for the provider that gave it. Numbers are on the wire and stored.</summary>
[GenerateSerializer, Alias("cocoon.dispute-effect")]
public enum DisputeEffect
{
    /// <summary>No verdict within the time limit. The mismatch that opened it counts on.</summary>
    Inconclusive = 0,

    /// <summary>The provider was right: the mismatch that opened it no longer counts.</summary>
    Won = 1,

    /// <summary>The provider was wrong: it counts most of all, and longest.</summary>
    Lost = 2,
}
