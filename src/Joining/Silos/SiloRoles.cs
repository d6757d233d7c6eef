using Cocoon.RaTls.Certificates;

namespace Cocoon.Joining.Silos;

/// <summary>
/// Which silos belong to providers, as their attested connections have shown. An address stays a provider's for an hour after
/// its last connection: a call that still waits somewhere must not count as the core's. Thread-safe.
/// </summary>
internal sealed class SiloRoles(TimeProvider time)
{
    /// <summary>Far longer than any message lives.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private const int MaxSilos = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, Claim> _claims = [];

    /// <summary>Writes down a provider's silo until it is given back; null when the address is another's, or there are too many.</summary>
    public IDisposable? TryClaim(SiloAddress silo, PeerIdentity provider)
    {
        lock (_gate)
        {
            if (!_claims.TryGetValue(silo, out var claim))
            {
                if (_claims.Count >= MaxSilos) Forget();
                if (_claims.Count >= MaxSilos) return null;
                _claims[silo] = claim = new Claim(provider);
            }
            if (claim.Provider != provider) return null;
            claim.Connections++;
            return new Place(this, claim);
        }
    }

    /// <summary>The provider whose silo it is; null for a core silo.</summary>
    public PeerIdentity? ProviderOf(SiloAddress silo)
    {
        lock (_gate) return _claims.GetValueOrDefault(silo)?.Provider;
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (silo, claim) in _claims)
            if (claim.Connections == 0 && now - claim.LeftAt >= Kept) _claims.Remove(silo);
    }

    private void Leave(Claim claim)
    {
        lock (_gate)
        {
            claim.Connections--;
            claim.LeftAt = time.GetUtcNow();
        }
    }

    private sealed class Claim(PeerIdentity provider)
    {
        public PeerIdentity Provider { get; } = provider;

        public int Connections { get; set; }

        public DateTimeOffset LeftAt { get; set; }
    }

    private sealed class Place(SiloRoles roles, Claim claim) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) roles.Leave(claim);
        }
    }
}
