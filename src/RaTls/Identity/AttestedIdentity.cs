using System.Security.Cryptography;
using Cocoon.Attestation.Evidence;
using Cocoon.RaTls.Certificates;
using Microsoft.Extensions.Logging;

namespace Cocoon.RaTls.Identity;

/// <summary>
/// This machine's TLS key with evidence for it. Both are made anew at half of the certificate's life: the old ones serve
/// meanwhile, and when the new cannot be made, until they expire. Thread-safe.
/// </summary>
public sealed partial class AttestedIdentity : IDisposable
{
    /// <summary>After a renewal that failed, the next is tried no sooner.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Clocks of peers may be behind ours.</summary>
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly IEvidenceMaker _maker;
    private readonly RaTlsIdentityOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<AttestedIdentity> _logger;
    private LocalCredential? _current;
    private LocalCredential? _former;
    private Task<LocalCredential>? _renewal;
    private DateTimeOffset _retryAt = DateTimeOffset.MinValue;
    private bool _isDisposed;

    public AttestedIdentity(IEvidenceMaker maker, RaTlsIdentityOptions options, TimeProvider time, ILogger<AttestedIdentity> logger)
    {
        options.Validate();
        (_maker, _options, _time, _logger) = (maker, options, time, logger);
    }

    public PeerIdentity Identity => _options.Identity;

    /// <summary>The evidence shown to peers now; made when there is none.</summary>
    /// <exception cref="EvidenceUnavailableException">This machine cannot prove itself.</exception>
    public async Task<EvidenceBundle> Evidence(CancellationToken cancellationToken = default) => (await Current(cancellationToken)).Bundle;

    /// <exception cref="EvidenceUnavailableException">This machine cannot prove itself.</exception>
    internal async ValueTask<LocalCredential> Current(CancellationToken cancellationToken = default)
    {
        Task<LocalCredential> renewal;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var now = _time.GetUtcNow();
            var isAlive = now < _current?.NotAfter;
            if (isAlive && (now < _current!.RenewAt || now < _retryAt)) return _current;
            renewal = _renewal ??= Task.Run(Renew, CancellationToken.None);
            if (isAlive) return _current!;
        }
        return await renewal.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _current?.Dispose();
            _former?.Dispose();
        }
    }

    private async Task<LocalCredential> Renew()
    {
        try
        {
            var made = await Make();
            lock (_gate)
            {
                // Handshakes that began with the current one may still use it; those of the one before are long over.
                _former?.Dispose();
                (_former, _current, _renewal) = (_current, made, null);
                if (_isDisposed) made.Dispose();
            }
            return made;
        }
        catch (Exception e)
        {
            lock (_gate) (_renewal, _retryAt) = (null, _time.GetUtcNow() + RetryAfter);
            LogNotRenewed(e.GetType().Name, e.Message);
            throw;
        }
    }

    private async Task<LocalCredential> Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var claims = new EnclaveClaims(_options.ReceiptKey, _options.SealingKey, RaTlsCertificate.IdentityKey(key));
        var bundle = await _maker.Make(new EvidenceRequest(claims, _options.NetworkId, _options.Identity.Wallet));
        var now = _time.GetUtcNow();
        var notAfter = now + _options.CertificateLife;
        var certificate = RaTlsCertificate.Create(key, _options.Identity, bundle, now - Backdate, notAfter);
        // A certificate counts whole seconds only.
        return new LocalCredential(certificate, bundle, now + (_options.CertificateLife / 2), certificate.NotAfter);
    }

    [LoggerMessage(5001, LogLevel.Warning, "New evidence for this machine's TLS key could not be made ({Error}): {Reason} Connections go on with the old evidence until it expires.")]
    private partial void LogNotRenewed(string error, string reason);
}
