namespace Cocoon.Silo.Settings;

/// <summary>How the TON blockchain is reached.</summary>
public sealed class ChainSettings
{
    /// <summary>A node with the toncenter v2 API, ending in "/api/v2/". It may be asked for what moves money: use one you trust, or your own. Required.</summary>
    public string? Endpoint { get; init; }

    /// <summary>File with the node's API key and nothing else, readable by its owner only. Default: null, for a node that asks none.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>Raw address of the market's registry contract, whose rules are read at start. Required.</summary>
    public string? Registry { get; init; }
}
