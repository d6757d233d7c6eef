namespace Cocoon.Silo.Settings;

/// <summary>The HTTP gateway.</summary>
public sealed class GatewaySettings
{
    /// <summary>Where it listens, as "http://ADDRESS:PORT", or "https://ADDRESS:PORT" with Tls; port 0 takes any free one. Without TLS, put it in front of any address but loopback. Default: "http://127.0.0.1:8080".</summary>
    public string Listen { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Largest request body in bytes, 1,024 to 67,108,864; a larger one is refused with 413. Default: 1,048,576.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Most requests and streams at once, 1 to 1,000,000; more get 503. It bounds memory, and what a drain has to wait for. Default: 5,000.</summary>
    public int MaxRequests { get; init; } = 5_000;

    /// <summary>Completion tokens for requests that set no limit, from 1. More means larger holds. Default: 256.</summary>
    public int DefaultMaxTokens { get; init; } = 256;

    /// <summary>Completion tokens that one request may ask for at most, all its choices together, from DefaultMaxTokens; more get 400. Default: 131,072.</summary>
    public int MaxCompletionTokens { get; init; } = 128 * 1024;

    /// <summary>Longest time for one job, in seconds, 5 to 3,600, and how long its money is held at most. Default: 90.</summary>
    public int JobTimeoutSeconds { get; init; } = 90;

    /// <summary>Longest time for one batch job in minutes, 1 to 1,440; its money is held so long, and the registry's MaxHoldSeconds bounds that. Longer fills more idle slots. Default: 60.</summary>
    public int BatchTimeoutMinutes { get; init; } = 60;

    /// <summary>How old a copy of the market's rules may be, in milliseconds, 0 to 60,000. Older spares calls. Offers are followed as they change. Default: 1,000.</summary>
    public int SnapshotMilliseconds { get; init; } = 1_000;

    /// <summary>How long a request waits for a free slot while all providers that suit are busy, in seconds, 0 to 600; its own deadline may be sooner. Default: 10.</summary>
    public int QueueSeconds { get; init; } = 10;

    /// <summary>Requests that wait for a free slot of one model, 4 to 100,000; a quarter of them at most are one account's. Default: 1,000.</summary>
    public int MaxQueued { get; init; } = 1_000;

    /// <summary>Silence on a stream after which a comment keeps proxies from closing it, in seconds, 1 to 300. Default: 15.</summary>
    public int KeepAliveSeconds { get; init; } = 15;

    /// <summary>Minutes that stored responses are kept, sealed under their caller's key, 1 to 43,200. Default: 60.</summary>
    public int ResponseRetentionMinutes { get; init; } = 60;

    /// <summary>
    /// Folders of models whose tokenizer counts prompts exactly. For other models the bound is their length in bytes, which holds
    /// more money than needed until the receipt releases it. Default: none.
    /// </summary>
    public IReadOnlyList<string> ModelFolders { get; init; } = [];

    /// <summary>Whether /playground serves a page to try the market with an API key; / leads there. Default: false.</summary>
    public bool Playground { get; init; }

    /// <summary>SHA-256 of the key that opens the gateway's own admin endpoints, 64 hex digits. Default: null, which closes them.</summary>
    public string? AdminKeyHash { get; init; }

    /// <summary>Signs vouchers for callers who have no client library. Default: null, none.</summary>
    public VoucherKeeperSettings? VoucherKeeper { get; init; }

    /// <summary>What one connection or request may take.</summary>
    public HttpLimitSettings Http { get; init; } = new();

    /// <summary>The certificate, to end TLS here; Listen starts with https:// then. Default: null, no TLS.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>The stake that the market asks of providers. Default: null, none.</summary>
    public StakeSettings? Stake { get; init; }

    /// <summary>Origins of web pages whose scripts may call this gateway, such as "https://app.example"; "*" for all. Default: none.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Domains of web pages where wallets may log in, such as "app.example". Default: none, which closes login.</summary>
    public IReadOnlyList<string> LoginDomains { get; init; } = [];

    /// <summary>File with 32 bytes as 64 hex digits that all gateways of a market share, so that each takes logins that another began. Default: null, one gateway.</summary>
    public string? LoginSecretFile { get; init; }
}
