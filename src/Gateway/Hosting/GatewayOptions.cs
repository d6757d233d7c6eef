using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Gateway.Hosting;

/// <summary>Settings of the HTTP gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>Key of the registry grain that has the market's rules. Required.</summary>
    public AccountAddress Registry { get; set; }

    /// <summary>Largest request body in bytes; a larger one is refused with 413. Default: 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Completion tokens for requests that set no limit. More means larger holds. Default: 256.</summary>
    public int DefaultMaxTokens { get; set; } = 256;

    /// <summary>Longest time for one job, and how long its money is held at most. Default: 90 s.</summary>
    public TimeSpan JobTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How old a snapshot of offers or of the market's rules may be. Default: 1 s.</summary>
    public TimeSpan SnapshotAge { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence on a stream after which a comment keeps proxies from closing it. Default: 15 s.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Folders of models whose tokenizer counts prompts exactly. For other models the bound is their length in bytes, which
    /// holds more money than needed until the receipt releases it. Default: none.
    /// </summary>
    public IReadOnlyList<string> ModelFolders { get; set; } = [];

    /// <summary>Signs vouchers for callers who have no client library. Default: none.</summary>
    public VoucherKeeperOptions? VoucherKeeper { get; set; }

    /// <summary>SHA-256 of the key that opens the admin pages; unset closes them. Default: unset.</summary>
    public HexBytes AdminKeyHash { get; set; }
}
