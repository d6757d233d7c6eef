using System.Net;
using System.Net.Sockets;

namespace Cocoon.Inference.Upstream;

/// <summary>Which addresses a server may have, so that a setting or a name in DNS cannot lead into the machine's own network unasked.</summary>
internal static class AddressRules
{
    /// <summary>Never an upstream: this network, link-local (where clouds keep machine credentials), multicast and reserved.</summary>
    private static readonly IPNetwork[] Forbidden = Networks("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/3", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128");

    private static readonly IPNetwork[] Private = Networks("127.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "::1/128", "fc00::/7", "fec0::/10");

    /// <summary>Addresses that hold an IPv4 address: NAT64 in the last four bytes, 6to4 in the third to sixth.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool Allows(IPAddress address, bool allowPrivate)
    {
        var real = Unwrap(address);
        return !Forbidden.Any(network => network.Contains(real)) && (allowPrivate || !Private.Any(network => network.Contains(real)));
    }

    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address)) return new IPAddress(bytes.AsSpan(12));
        return SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : address;
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
