namespace Cocoon.Simulation.Economy;

/// <summary>Why a job ended without an answer.</summary>
internal enum Turnaway
{
    /// <summary>Every offer was above the client's ceiling.</summary>
    TooDear,

    /// <summary>No offer had the tier, region or context.</summary>
    NoOffer,

    /// <summary>Too many waited already.</summary>
    QueueFull,

    /// <summary>No slot came free in time.</summary>
    WaitedInVain,

    /// <summary>Three providers failed it, or time ran out over it.</summary>
    Failed,
}
