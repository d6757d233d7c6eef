using System.Buffers;
using Cocoon.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Chat;

/// <summary>Reads bodies of bounded size.</summary>
internal static class RequestBody
{
    private const int Part = 16 * 1024;

    /// <summary>Reads a JSON body.</summary>
    public static Task<byte[]> Read(HttpContext http, int maxBytes) => http.Request.HasJsonContentType()
        ? ReadAll(http, maxBytes)
        : throw new ApiException(415, ErrorTypes.InvalidRequest, "unsupported_media_type", "The body must be JSON: set the header Content-Type: application/json.");

    /// <summary>Reads a body of any type.</summary>
    public static async Task<byte[]> ReadAll(HttpContext http, int maxBytes)
    {
        if (http.Request.ContentLength > maxBytes) throw TooLarge(maxBytes);
        // A promise of more is not believed before it comes.
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, Part));
        var buffer = ArrayPool<byte>.Shared.Rent(Part);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                if (body.Length + read > maxBytes) throw TooLarge(maxBytes);
                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }

    private static ApiException TooLarge(int maxBytes) =>
        new(413, ErrorTypes.InvalidRequest, "request_too_large", $"The body of a request has at most {maxBytes} bytes. Send a shorter conversation.");
}
