using System.Text.Json;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Accounts;

/// <summary>Reads and writes the small documents of accounts.</summary>
internal static class AccountJson
{
    private const int MaxBodyBytes = 32 * 1024;

    /// <summary>Reads a body; anything that is not of the form is refused with the form.</summary>
    public static async Task<T> Read<T>(HttpContext http, Predicate<T> isWhole, string form, string code, string? param = null) where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize<T>(await RequestBody.Read(http, MaxBodyBytes), ReceiptJson.Strict) is { } posted && isWhole(posted)) return posted;
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException)
        {
            // Falls through to the one explanation of the expected form.
        }
        throw ApiException.BadRequest(form, param, code);
    }

    public static Task Write<T>(HttpContext http, T value)
    {
        http.Response.ContentType = "application/json";
        // A key is shown in some of these.
        http.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, ReceiptJson.Options, http.RequestAborted);
    }
}
