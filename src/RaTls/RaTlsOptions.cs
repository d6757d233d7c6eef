namespace Cocoon.RaTls;

/// <summary>Limits and deadlines of attested connections.</summary>
public sealed class RaTlsOptions
{
    /// <summary>Time for the TLS handshake, from 1 s to 1 minute. Shorter frees places sooner, longer serves slow links. Default: 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from the handshake until both sides accepted each other, from 1 s to 2 minutes: evidence of GPUs, collateral and the chain may be waited for. Default: 20 s.</summary>
    public TimeSpan AppraisalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest frame of evidence, in bytes, from 16 KB to 1 MB: what a peer can make us hold. Default: 512 KB, enough for 16 GPUs.</summary>
    public int MaxFrameBytes { get; set; } = 512 * 1024;

    /// <summary>Longest life of a peer's certificate, from 1 minute to a day. Default: an hour.</summary>
    public TimeSpan MaxCertificateLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Open inbound connections of all peers, from 1 to 100,000. Default: 2,048.</summary>
    public int MaxConnections { get; set; } = 2048;

    /// <summary>Open inbound connections of one address (IPv6: of one /64), from 1 to <see cref="MaxConnections"/>. Default: 32.</summary>
    public int MaxConnectionsPerAddress { get; set; } = 32;

    /// <summary>Inbound handshakes in progress, from 1 to 10,000: each may cost a full verification. Default: 64.</summary>
    public int MaxHandshakes { get; set; } = 64;

    /// <summary>New inbound connections of one address in <see cref="RatePeriod"/>, from 1 to 100,000. Default: 20.</summary>
    public int ConnectionsPerPeriod { get; set; } = 20;

    /// <summary>Time after which an address may connect <see cref="ConnectionsPerPeriod"/> times more, from 1 s to an hour. Default: 10 s.</summary>
    public TimeSpan RatePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often each live session is looked at again, from 1 s to 20 s. Default: 15 s.</summary>
    public TimeSpan ReappraiseEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A session whose peer could not be looked at for so long is closed; from 20 s to 1 minute. Default: 45 s.</summary>
    public TimeSpan ReappraisalGrace { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Longest life of a session, from 1 minute to a week; its peer then connects anew with fresh evidence, and calls in flight are lost. Default: 12 hours.</summary>
    public TimeSpan MaxSessionAge { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Verdicts kept, from 1 to 1,000,000; about 8 KB each. Default: 4,096.</summary>
    public int MaxVerdicts { get; set; } = 4096;

    /// <summary>How long a refusal is remembered, from 0 to 30 s: spares verifications, delays who has mended its machine. Default: 5 s.</summary>
    public TimeSpan RefusalLife { get; set; } = TimeSpan.FromSeconds(5);
}
