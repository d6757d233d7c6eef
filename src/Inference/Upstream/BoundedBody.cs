namespace Cocoon.Inference.Upstream;

/// <summary>Reads a whole answer that a server must not make arbitrarily long.</summary>
internal static class BoundedBody
{
    /// <exception cref="UpstreamException">It is longer than allowed, or broke off.</exception>
    public static async Task<byte[]> Read(HttpContent content, int mostBytes, CancellationToken cancellation)
    {
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellation);
            using var bytes = new MemoryStream();
            var piece = new byte[Math.Min(mostBytes, 64 * 1024)];
            for (int read; (read = await body.ReadAsync(piece, cancellation)) > 0;)
            {
                if (bytes.Length + read > mostBytes) throw new UpstreamException("An answer of the upstream is longer than it can be.");
                bytes.Write(piece, 0, read);
            }
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new UpstreamException("The connection to the upstream broke.", e);
        }
    }
}
