namespace Cocoon.Core.Channels;

/// <summary>Where a channel is in its life. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.channel-phase")]
public enum ChannelPhase
{
    /// <summary>Jobs may run.</summary>
    Open = 0,

    /// <summary>The client asked to close together: running jobs end, no new ones start.</summary>
    Draining = 1,

    /// <summary>The final amount is signed by both sides. There is no way back, because the agreement may be on its way.</summary>
    Agreed = 2,

    /// <summary>The owner announced on chain to close alone.</summary>
    Closing = 3,

    /// <summary>Closed on chain, for good.</summary>
    Closed = 4,
}
