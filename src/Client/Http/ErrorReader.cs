using System.Net;
using System.Text.Json;

namespace Cocoon.Client.Http;

/// <summary>Turns error answers into exceptions.</summary>
internal static class ErrorReader
{
    public static async Task ThrowIfFailed(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        throw Read(body, response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    public static CocoonException Read(ReadOnlyMemory<byte> body, HttpStatusCode? status, TimeSpan? retryAfter = null)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.GetProperty("error");
            return new CocoonException(error.GetProperty("message").GetString() ?? "", status, error.GetProperty("code").GetString(), retryAfter);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new CocoonException($"The gateway answered with status {(int?)status} and no readable error. Is the endpoint a Cocoon gateway?", status, null, retryAfter);
        }
    }
}
