using Cocoon.Gateway.Errors;

namespace Cocoon.Gateway.Limits;

/// <summary>A decompressed body that ends with an error when it grows beyond what a body may have, or out of all proportion.</summary>
/// <param name="plain">Decompresses.</param>
/// <param name="compressed">What it reads from.</param>
/// <param name="maxBytes">Most bytes of the plain body.</param>
/// <param name="maxInflation">Most plain bytes for one that was sent.</param>
internal sealed class InflatedStream(Stream plain, CountedStream compressed, int maxBytes, int maxInflation) : ReadOnlyStream
{
    /// <summary>A small body may be as regular as it likes.</summary>
    private const int Unsuspicious = 64 * 1024;

    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await plain.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw ApiException.BadRequest("The body is not what its Content-Encoding says.", null, "body_malformed");
        }
        _count += read;
        return _count <= maxBytes && (_count <= Unsuspicious || _count <= compressed.Count * maxInflation)
            ? read
            : throw new ApiException(413, ErrorTypes.InvalidRequest, "request_too_large", $"The body, once decompressed, has more than {maxBytes} bytes, or more than {maxInflation} times what was sent.");
    }
}
