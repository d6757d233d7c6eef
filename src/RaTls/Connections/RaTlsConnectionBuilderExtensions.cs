using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.RaTls.Connections;

/// <summary>Attested TLS for connection builders: Kestrel's, and the silo's, gateway's and client's of Orleans.</summary>
public static class RaTlsConnectionBuilderExtensions
{
    /// <summary>Lets only attested peers through. Needs <see cref="RaTlsServices.AddRaTls"/>.</summary>
    /// <param name="builder">Connections to protect. What comes after sees decrypted bytes.</param>
    /// <param name="side">Which end this process is.</param>
    /// <param name="expected">Who may be at the other end.</param>
    public static IConnectionBuilder UseRaTls(this IConnectionBuilder builder, RaTlsSide side, PeerExpectation expected)
    {
        var endpoint = builder.ApplicationServices.GetRequiredService<RaTlsEndpoint>();
        var logger = builder.ApplicationServices.GetRequiredService<ILogger<RaTlsMiddleware>>();
        return builder.Use(next => new RaTlsMiddleware(next, endpoint, side, expected, logger).OnConnection);
    }
}
