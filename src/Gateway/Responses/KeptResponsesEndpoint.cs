using System.Globalization;
using System.Text.Json;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Responses;

/// <summary>Responses that were kept: to read, cancel and delete with the API key they were asked for with.</summary>
internal sealed class KeptResponsesEndpoint(Authenticator authenticator, ResponseStore store, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <summary>What the job's time may be exceeded by until its response is kept.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    public async Task Get(HttpContext http)
    {
        var (_, kept) = await Own(http);
        if (http.Request.Query["stream"].ToString() is not ("" or "false"))
            throw ApiException.BadRequest("'stream' is not supported by this market for a response that is kept: it is shown whole.", "stream", "unsupported_parameter");
        await Write(http, Show(kept));
    }

    public async Task Delete(HttpContext http)
    {
        var (caller, _) = await Own(http);
        if (!await store.Delete(caller, Id(http))) throw NotFound();
        await Write(http, Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", Id(http));
            json.WriteString("object", "response");
            json.WriteBoolean("deleted", true);
            json.WriteEndObject();
        }));
    }

    /// <summary>Stops a response in the background, whichever gateway makes it. One that has ended stays as it is.</summary>
    public async Task Cancel(HttpContext http)
    {
        var (caller, kept) = await Own(http);
        if (!kept.IsBackground) throw ApiException.BadRequest("Only a response that was asked for with 'background' can be cancelled. Hang up to stop another.", "response_id");
        if (kept.Status == ResponseStatus.InProgress)
        {
            if (!await store.Cancel(caller, Id(http))) throw NotFound();
            kept = kept with { IsCancelled = true };
        }
        await Write(http, Show(kept));
    }

    /// <summary>What was said before a response, the newest first unless <c>order=asc</c>.</summary>
    public async Task Items(HttpContext http)
    {
        var (_, kept) = await Own(http);
        var (limit, after) = (Limit(http), http.Request.Query["after"].ToString());
        var items = kept.Items.EnumerateArray().ToList();
        if (!IsAscending(http)) items.Reverse();
        if (after.Length > 0)
        {
            var at = items.FindIndex(item => item.GetProperty("id").ValueEquals(after));
            if (at < 0) throw ApiException.BadRequest("'after' is no id of an item of this response.", "after", "invalid_value");
            items.RemoveRange(0, at + 1);
        }
        await Write(http, Json.Bytes(json => Page(json, items, limit)));
    }

    private static void Page(Utf8JsonWriter json, List<JsonElement> items, int limit)
    {
        var shown = items[..Math.Min(limit, items.Count)];
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var item in shown) item.WriteTo(json);
        json.WriteEndArray();
        json.WriteString("first_id", shown.Count > 0 ? shown[0].GetProperty("id").GetString() : null);
        json.WriteString("last_id", shown.Count > 0 ? shown[^1].GetProperty("id").GetString() : null);
        json.WriteBoolean("has_more", shown.Count < items.Count);
        json.WriteEndObject();
    }

    private static int Limit(HttpContext http)
    {
        var text = http.Request.Query["limit"].ToString();
        if (text.Length == 0) return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw ApiException.BadRequest($"'limit' is an integer from 1 to {MaxLimit}.", "limit", "invalid_value");
    }

    private static bool IsAscending(HttpContext http) => http.Request.Query["order"].ToString() switch
    {
        "asc" => true,
        "" or "desc" => false,
        _ => throw ApiException.BadRequest("'order' is 'asc' or 'desc'.", "order", "invalid_value"),
    };

    private async Task<(Caller Caller, KeptResponse Kept)> Own(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        return (caller, await store.Find(caller, Id(http), http.RequestAborted) ?? throw NotFound());
    }

    private byte[] Show(KeptResponse kept) => kept.Show(time.GetUtcNow(), options.Value.JobTimeout + Slack);

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    /// <summary>Another's response looks like none, so ids cannot be probed.</summary>
    private static ApiException NotFound() => new(404, ErrorTypes.InvalidRequest, "response_not_found",
        "There is no response with this id for this API key. Responses are kept for a while only, for the key they were asked for with, and not at all with 'store': false.", "response_id");

    private static async Task Write(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }
}
