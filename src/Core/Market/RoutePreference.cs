namespace Cocoon.Core.Market;

/// <summary>What weighs most among offers that suit.</summary>
public enum RoutePreference
{
    /// <summary>Price and speed alike.</summary>
    Balanced,

    /// <summary>The cheapest.</summary>
    Price,

    /// <summary>The one that begins soonest.</summary>
    Latency,

    /// <summary>The one that writes fastest.</summary>
    Throughput,
}
