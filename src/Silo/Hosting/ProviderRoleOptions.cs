using Cocoon.Core.Accounts;
using Cocoon.Core.Pricing;
using Cocoon.Inference.Upstream;
using Cocoon.Silo.Providers.Models;

namespace Cocoon.Silo.Hosting;

/// <summary>What a provider serves and asks.</summary>
public sealed class ProviderRoleOptions
{
    /// <summary>Wallet that is paid; also the provider's id. Required.</summary>
    public required AccountAddress Wallet { get; set; }

    /// <summary>Folders of the models to serve. Required.</summary>
    public required IReadOnlyList<string> ModelFolders { get; set; }

    /// <summary>Further models, each with limits of its own. Default: none.</summary>
    public IReadOnlyList<ModelEntry> Models { get; set; } = [];

    /// <summary>Memory that models may take together, in bytes; 0 for 80 % of what the process may use. Default: 0.</summary>
    public long MemoryBytes { get; set; }

    /// <summary>Whether a model on which nothing runs makes room for one that is added while the silo runs. Default: false.</summary>
    public bool UnloadIdle { get; set; }

    /// <summary>Whether models that are for trying out only are offered in a public market too. Default: false.</summary>
    public bool AllowToyModels { get; set; }

    /// <summary>Longest time that is spent on measuring a model before it is offered, in seconds; 0 to offer it unmeasured. Default: 0.</summary>
    public double ProfileSeconds { get; set; }

    /// <summary>Servers that generate for this provider. Default: none.</summary>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; set; } = [];

    /// <summary>Whether nothing is sold, and audits alone are run, for nothing. Default: false.</summary>
    public bool AuditsOnly { get; set; }

    /// <summary>Price list for every model. Required; of no matter to <see cref="AuditsOnly"/>.</summary>
    public required PriceList Prices { get; set; }

    /// <summary>Jobs at once for each model; more costs memory. Default: 8.</summary>
    public int Slots { get; set; } = 8;

    /// <summary>Where the machine is, for people. Default: "local".</summary>
    public string Region { get; set; } = "local";

    /// <summary>All models of this machine's memory.</summary>
    internal IReadOnlyList<ModelEntry> AllModels => [.. ModelFolders.Select(folder => new ModelEntry(folder, "cpu", Slots)), .. Models];
}
