using System.Collections.Frozen;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Simulation.Economy;

/// <summary>A client: what it wants, and what it has paid.</summary>
internal struct Buyer
{
    public AccountAddress Account;
    public int Model;
    public int Gateway;
    public Tier LeastTier;
    public PriceList? Ceiling;
    public FrozenSet<string>? Regions;
    public RoutePreference Preference;

    /// <summary>Comes back to who served it.</summary>
    public bool HasSession;

    /// <summary>Mostly sends jobs that are due in hours.</summary>
    public bool IsBatch;

    /// <summary>Who served it last; -1 for nobody.</summary>
    public int LastSeller;

    /// <summary>Nano.</summary>
    public long Paid;
}
