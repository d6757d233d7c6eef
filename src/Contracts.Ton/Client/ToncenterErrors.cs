using System.Net;
using System.Text.Json;

namespace Cocoon.Ton.Client;

/// <summary>
/// Tells what an error answer means. Servers of the same API differ in status codes (500 or 542 for the same refusal), so
/// the text and "ok": false decide first.
/// </summary>
internal static class ToncenterErrors
{
    private const int TextMax = 400;

    private static readonly string[] Refusals = ["cannot apply external message", "external message was not accepted"];
    private static readonly string[] BadQuestions = ["cannot unpack", "cannot deserialize", "incorrect address", "failed to parse", "message is too large"];
    private static readonly string[] ComeBacks = ["lite_server_notready", "lite_server_network", "timeout", "ratelimit", "rate limit", "too many requests"];

    /// <summary>Null for an answer that is no error.</summary>
    public static TonClientException? Of(HttpStatusCode status, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Plain(status, "an answer that is no JSON object");
        if (root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True) return null;
        var text = root.TryGetProperty("error", out var error) ? error.ToString() : root.TryGetProperty("detail", out var detail) ? detail.ToString() : "no error text";
        if (text.Length > TextMax) text = text[..TextMax];
        if (Names(text, Refusals)) return new TonClientException(TonFailure.Rejected, $"The message was not accepted: {text}");
        if (Names(text, BadQuestions)) return new TonClientException(TonFailure.BadRequest, $"The TON node does not understand the question: {text}");
        // Some servers say 200 and put the code into the body.
        if (status == HttpStatusCode.OK && root.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var inBody)) status = (HttpStatusCode)inBody;
        return Names(text, ComeBacks) ? new TonClientException(TonFailure.Unavailable, $"The TON node cannot answer now: {text}") : Plain(status, text);
    }

    /// <summary>By the status alone.</summary>
    public static TonClientException Plain(HttpStatusCode status, string text) => new(
        status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => TonFailure.Unavailable,
            >= HttpStatusCode.InternalServerError => TonFailure.Unavailable,
            >= HttpStatusCode.BadRequest => TonFailure.BadRequest,
            _ => TonFailure.BadAnswer,
        },
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"The TON node refused access ({(int)status}): check the API key."
            : $"The TON node answered {(int)status}: {text}");

    private static bool Names(string text, string[] known) => known.Any(part => text.Contains(part, StringComparison.OrdinalIgnoreCase));
}
