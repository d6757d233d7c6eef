using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls.Limits;

/// <summary>Bounds inbound connections before they cost anything: by address, by rate, in all, and handshakes in progress. Thread-safe.</summary>
public sealed class ConnectionGate : IDisposable
{
    private readonly PartitionedRateLimiter<string> _connections;
    private readonly ConcurrencyLimiter _handshakes;

    public ConnectionGate(IOptions<RaTlsOptions> options)
    {
        var limits = options.Value;
        _connections = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetConcurrencyLimiter(address, _ => AtMost(limits.MaxConnectionsPerAddress))),
            PartitionedRateLimiter.Create<string, string>(_ => RateLimitPartition.GetConcurrencyLimiter("", _ => AtMost(limits.MaxConnections))),
            PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.ConnectionsPerPeriod,
                TokensPerPeriod = limits.ConnectionsPerPeriod,
                ReplenishmentPeriod = limits.RatePeriod,
                // The partitioned limiter replenishes all its partitions with one timer.
                AutoReplenishment = false,
            })));
        _handshakes = new ConcurrencyLimiter(AtMost(limits.MaxHandshakes));
    }

    /// <summary>A place for one connection, until it is disposed; null when there is none.</summary>
    internal IDisposable? TryEnter(EndPoint? remote) => Granted(_connections.AttemptAcquire(PartitionOf(remote)));

    /// <summary>A place for one handshake, until it is disposed; null when there is none.</summary>
    internal IDisposable? TryShakeHands() => Granted(_handshakes.AttemptAcquire());

    public void Dispose()
    {
        _connections.Dispose();
        _handshakes.Dispose();
    }

    /// <summary>One subscriber has a whole /64 of IPv6.</summary>
    internal static string PartitionOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address }) return remote?.AddressFamily.ToString() ?? "none";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static ConcurrencyLimiterOptions AtMost(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    private static RateLimitLease? Granted(RateLimitLease lease)
    {
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }
}
