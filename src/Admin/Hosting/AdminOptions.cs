using Cocoon.Core.Accounts;

namespace Cocoon.Admin.Hosting;

/// <summary>Settings of the admin pages.</summary>
public sealed class AdminOptions
{
    /// <summary>Key of the registry grain that has the market's rules. Required.</summary>
    public AccountAddress Registry { get; set; }

    /// <summary>Who may sign in. Without any, nobody can. Default: nobody.</summary>
    public IList<OperatorAccount> Operators { get; } = [];

    /// <summary>How long a person stays signed in without opening a page, 5 minutes to 12 hours. Default: 30 minutes.</summary>
    public TimeSpan Session { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Address of a transaction in a block explorer, with "{hash}" in place of its hash; unset shows the hash without a link.
    /// Default: unset.
    /// </summary>
    public string? ExplorerLink { get; set; }

    /// <summary>Folder with the simulator's trace files, as "cocoon sim" writes them; unset for none. Default: unset.</summary>
    public string? TraceFolder { get; set; }

    /// <summary>Live connections at once, over all people. Default: 32.</summary>
    public int MaxLive { get; set; } = 32;
}
