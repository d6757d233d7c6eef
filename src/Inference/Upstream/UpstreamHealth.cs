namespace Cocoon.Inference.Upstream;

/// <summary>How a server fares, by one-token probes and by the answers it gives. A snapshot.</summary>
/// <param name="State">Whether work may be sent.</param>
/// <param name="Reason">For the operator: what is wrong and what to do. Empty where nothing is. Never quotes the server.</param>
/// <param name="Failures">Probes that failed since the last sign of life.</param>
public sealed record UpstreamHealth(UpstreamState State, string Reason, int Failures)
{
    /// <summary>Whether the last failure was silence: the server took the request and gave no token.</summary>
    public bool IsSilent { get; init; }
}
