namespace Cocoon.ClusterKit;

/// <summary>How large a cluster is.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Core silos. Default: 3.</summary>
    public int Cores { get; init; } = 3;

    /// <summary>Provider silos, each with a wallet of its own. Default: 2.</summary>
    public int Providers { get; init; } = 2;

    /// <summary>Silos that sell nothing and run audits, each with a wallet that the core silos name. Default: 0.</summary>
    public int Auditors { get; init; }

    /// <summary>Gateways. Default: 2.</summary>
    public int Gateways { get; init; } = 2;

    /// <summary>Paying clients, each with an account and a channel. Default: 32.</summary>
    public int Clients { get; init; } = 32;

    /// <summary>Jobs at once on each provider. Default: 64.</summary>
    public int Slots { get; init; } = 64;

    /// <summary>
    /// Whether providers run <see cref="Silos.SteadyEngine"/>, which costs next to nothing, instead of the shipped model: then the
    /// figures are the market's own. Default: false.
    /// </summary>
    public bool SteadyEngine { get; init; }

    /// <summary>Whether silos and gateways prove themselves to one another. Default: true.</summary>
    public bool RaTls { get; init; } = true;

    /// <summary>Told about each step, for progress on the screen. Default: nobody.</summary>
    public Action<string> Say { get; init; } = static _ => { };
}
