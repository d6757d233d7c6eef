using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Limits;
using Cocoon.Gateway.Login;
using Cocoon.Gateway.Providers;

namespace Cocoon.Gateway.Hosting;

/// <summary>Settings of the HTTP gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>Key of the registry grain that has the market's rules. Required.</summary>
    public AccountAddress Registry { get; set; }

    /// <summary>Largest request body in bytes; a larger one is refused with 413. Default: 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Most requests and streams at once; more get 503. Default: 5,000.</summary>
    public int MaxRequests { get; set; } = 5_000;

    /// <summary>How long open requests may take to finish when the host stops. Default: 30 s.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Completion tokens for requests that set no limit. More means larger holds. Default: 256.</summary>
    public int DefaultMaxTokens { get; set; } = 256;

    /// <summary>Longest time for one job, and how long its money is held at most. Default: 90 s.</summary>
    public TimeSpan JobTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Longest time for one batch job, likewise; the registry bounds how long money may be held at all. Default: 1 h.</summary>
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old a copy of the market's rules may be. Offers are followed as they change. Default: 1 s.</summary>
    public TimeSpan SnapshotAge { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a response of the Responses API can be asked for and gone on from. All that is kept is ciphertext in the ledger's
    /// database, so longer costs room there. Default: 1 h, which outlasts a conversation.
    /// </summary>
    public TimeSpan ResponseRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a request waits for a free slot while all providers that suit are busy; its own deadline may be sooner. Longer
    /// answers more requests and lets the impatient wait longer for their 429. Default: 10 s.
    /// </summary>
    public TimeSpan QueueTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that wait for a free slot of one model; a quarter of them at most are one account's. Default: 1,000.</summary>
    public int MaxQueued { get; set; } = 1_000;

    /// <summary>Silence on a stream after which a comment keeps proxies from closing it. Default: 15 s.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Folders of models whose tokenizer counts prompts exactly. For other models the bound is their length in bytes, which
    /// holds more money than needed until the receipt releases it. Default: none.
    /// </summary>
    public IReadOnlyList<string> ModelFolders { get; set; } = [];

    /// <summary>Signs vouchers for callers who have no client library. Default: none.</summary>
    public VoucherKeeperOptions? VoucherKeeper { get; set; }

    /// <summary>Whether /playground serves a page to try the market with; / leads there. Default: no.</summary>
    public bool Playground { get; set; }

    /// <summary>Completion tokens that one request may ask for at most, all its choices together; more get 400. Default: 131,072.</summary>
    public int MaxCompletionTokens { get; set; } = 128 * 1024;

    /// <summary>What one connection may take.</summary>
    public HttpLimitOptions Http { get; set; } = new();

    /// <summary>Origins of web pages whose scripts may call this gateway, such as "https://app.example"; "*" for all. Default: none.</summary>
    public IReadOnlyList<string> CorsOrigins { get; set; } = [];

    /// <summary>Login with a wallet. Default: closed.</summary>
    public LoginOptions Login { get; set; } = new();

    /// <summary>The stake that the market asks of providers. Default: none.</summary>
    public StakeOptions? Stake { get; set; }

    /// <summary>SHA-256 of the key that opens the admin pages; unset closes them. Default: unset.</summary>
    public HexBytes AdminKeyHash { get; set; }
}
