namespace Cocoon.Client.Transport;

/// <summary>What is done with a channel before its balances are shown.</summary>
public enum ChannelAction
{
    /// <summary>Nothing.</summary>
    View,

    /// <summary>The contract is read again, after a deposit for example.</summary>
    Refresh,

    /// <summary>Begins to close together: running jobs end, no new ones start.</summary>
    Drain,

    /// <summary>Takes <see cref="Drain"/> back, as long as nothing was agreed.</summary>
    Reopen,
}
