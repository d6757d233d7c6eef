using System.IO.Compression;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Limits;

/// <summary>Takes bodies with a Content-Encoding, and keeps those that would blow up from doing so.</summary>
internal sealed class CompressedBodies(IOptions<GatewayOptions> options)
{
    /// <summary>Puts the plain body in the place of a compressed one.</summary>
    /// <exception cref="ApiException">The encoding is unknown (415).</exception>
    public void Open(HttpContext http)
    {
        var encoding = http.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return;
        var compressed = new CountedStream(http.Request.Body);
#pragma warning disable CA2000 // Registered for disposal with the response.
        Stream plain = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
            "br" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => throw Unknown(http),
        };
#pragma warning restore CA2000
        http.Response.RegisterForDispose(plain);
        http.Request.Body = new InflatedStream(plain, compressed, options.Value.MaxBodyBytes, options.Value.Http.MaxInflation);
        // It is the length of what was sent, and says nothing of what is read from now on.
        http.Request.ContentLength = null;
        http.Request.Headers.ContentEncoding = default;
    }

    private static ApiException Unknown(HttpContext http)
    {
        http.Response.Headers.AcceptEncoding = "gzip, deflate, br";
        return new ApiException(415, ErrorTypes.InvalidRequest, "unsupported_content_encoding", "A body comes as it is, or with one Content-Encoding of gzip, deflate and br.");
    }
}
