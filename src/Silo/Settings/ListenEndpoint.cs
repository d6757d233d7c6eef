using System.Net;

namespace Cocoon.Silo.Settings;

/// <summary>Reads "http://ADDRESS:PORT".</summary>
public static class ListenEndpoint
{
    /// <summary>Null for anything else, such as a host name, https or a path.</summary>
    public static IPEndPoint? TryParse(string? text) => TryParse(text, Uri.UriSchemeHttp);

    /// <summary>The same with "https://" for a listener that ends TLS.</summary>
    public static IPEndPoint? TryParse(string? text, string scheme)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != scheme || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0) return null;
        var host = uri.Host.Trim('[', ']');
        var address = host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out var parsed) ? parsed : null;
        return address is null ? null : new IPEndPoint(address, uri.Port);
    }
}
