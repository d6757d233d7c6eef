namespace Cocoon.Simulation.Market;

/// <summary>How an owner is giving up a channel.</summary>
internal enum ChannelEnding
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>With both signatures.</summary>
    Together,

    /// <summary>After the grace, without the market.</summary>
    Alone,
}
