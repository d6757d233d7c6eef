using Cocoon.Core.Accounts;
using Cocoon.Core.Pricing;

namespace Cocoon.Silo.Hosting;

/// <summary>What a provider serves and asks.</summary>
public sealed class ProviderRoleOptions
{
    /// <summary>Wallet that is paid; also the provider's id. Required.</summary>
    public required AccountAddress Wallet { get; set; }

    /// <summary>Folders of the models to serve. Required.</summary>
    public required IReadOnlyList<string> ModelFolders { get; set; }

    /// <summary>Price list for every model. Required.</summary>
    public required PriceList Prices { get; set; }

    /// <summary>Jobs at once for each model; more costs memory. Default: 8.</summary>
    public int Slots { get; set; } = 8;

    /// <summary>Where the machine is, for people. Default: "local".</summary>
    public string Region { get; set; } = "local";
}
