using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Hosting;

/// <summary>Where a gateway listens.</summary>
public static class GatewayListener
{
    /// <summary>Listens, with TLS (HTTP/2 and 1.1) or without (1.1; put a proxy in front of any address but loopback).</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The certificate cannot be read.</exception>
    public static void ListenForGateway(this KestrelServerOptions kestrel, IPEndPoint endpoint, TlsOptions? tls) => kestrel.Listen(endpoint, listener =>
    {
        if (tls is null) return;
        var services = kestrel.ApplicationServices;
        var certificate = new TlsCertificate(tls, services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILogger<TlsCertificate>>());
        // Read now, so that a wrong file stops the start and not the first caller.
        certificate.Current();
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Current()) });
    });
}
