namespace Cocoon.Inference.Upstream;

/// <summary>Whether a server can be given work.</summary>
public enum UpstreamState
{
    /// <summary>No probe has come to an end yet.</summary>
    Unknown,

    /// <summary>It gave a token.</summary>
    Healthy,

    /// <summary>It failed as many probes in a row as the settings say, or does not serve the model.</summary>
    Unhealthy,
}
