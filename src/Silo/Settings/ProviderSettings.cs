namespace Cocoon.Silo.Settings;

/// <summary>What this machine serves, and what it asks for it.</summary>
public sealed class ProviderSettings
{
    /// <summary>Raw address of the wallet that is paid; also the provider's id. Required.</summary>
    public string? Wallet { get; init; }

    /// <summary>Folders of the models to serve on this machine's processors; the registry must list them. Required without <see cref="Models"/> and <see cref="Upstreams"/>.</summary>
    public IReadOnlyList<string> ModelFolders { get; init; } = [];

    /// <summary>Further models with limits of their own. This list and the folders are followed while the silo runs. Default: none.</summary>
    public IReadOnlyList<ModelSettings> Models { get; init; } = [];

    /// <summary>Folder of a store (`cocoon model`), whose models may then be named instead of their folders. Default: null, none.</summary>
    public string? ModelStore { get; init; }

    /// <summary>Memory that models may take together, in bytes; 0 for 80 % of the container's limit or the machine's memory. Default: 0.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Whether a model on which nothing runs is unloaded to make room for one that is added, the one used longest ago first. Default: false.</summary>
    public bool UnloadIdle { get; init; }

    /// <summary>Whether models that are for trying out only are offered on the main network too. Default: false.</summary>
    public bool AllowToyModels { get; init; }

    /// <summary>
    /// Longest time for measuring a model before it is offered, in seconds, 0 to 600; 0 offers it unmeasured. Longer makes
    /// figures steadier and each start later. Default: 10.
    /// </summary>
    public int ProfileSeconds { get; init; } = 10;

    /// <summary>Servers that generate for this provider, one for each model. Default: none.</summary>
    public IReadOnlyList<UpstreamSettings> Upstreams { get; init; } = [];

    /// <summary>
    /// Whether this machine sells nothing, and runs other providers' jobs again where the market audits them; core silos name its
    /// wallet in <see cref="AuditSettings.Auditors"/>. Default: false.
    /// </summary>
    public bool AuditsOnly { get; init; }

    /// <summary>Prices for every model. Required, but with <see cref="AuditsOnly"/>.</summary>
    public PriceSettings Prices { get; init; } = new();

    /// <summary>Jobs at once for each model, 1 to 1,024. More uses the machine better, costs memory, and makes each answer slower. Default: 8.</summary>
    public int Slots { get; init; } = 8;

    /// <summary>Where the machine is, for people. Default: "local".</summary>
    public string Region { get; init; } = "local";
}
