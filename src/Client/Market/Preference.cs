namespace Cocoon.Client;

/// <summary>What decides among the offers that suit.</summary>
public enum Preference
{
    /// <summary>The cheapest.</summary>
    Price,

    /// <summary>The one that begins soonest.</summary>
    Latency,

    /// <summary>The one that writes fastest.</summary>
    Throughput,
}
