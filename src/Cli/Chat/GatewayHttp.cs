using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cocoon.Client;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Chat;

/// <summary>Plain questions to a gateway with an API key. Failures say what to do; keys are in none of them.</summary>
internal sealed class GatewayHttp(Uri endpoint, string apiKey, AccountAddress? channel = null) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Ids of the models that somebody serves now.</summary>
    public async Task<IReadOnlyList<string>> Models(CancellationToken cancellationToken)
    {
        var models = await Get("v1/models", cancellationToken);
        return [.. models.GetProperty("data").EnumerateArray().Where(IsServed).Select(model => model.GetProperty("id").GetString()!)];
    }

    /// <summary>All that the market has charged the channel so far, whoever asked.</summary>
    public async Task<Nano> Charged(CancellationToken cancellationToken) =>
        new((await Get("cocoon/v1/channel", cancellationToken)).GetProperty("charged_nano").GetInt64());

    /// <summary>A successful answer, its body unread.</summary>
    /// <exception cref="CocoonException">The gateway refused.</exception>
    /// <exception cref="CliException">There is no gateway.</exception>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        if (channel is { } chosen) request.Headers.Add("x-cocoon-channel", chosen.Raw);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"No gateway answers at {endpoint} ({e.Message}). Check --endpoint, or start a market with ./cocoon dev.");
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw Error(await Json(response, cancellationToken), response.StatusCode);
    }

    public void Dispose() => _http.Dispose();

    public static CocoonException Error(JsonElement body, HttpStatusCode? status)
    {
        var error = body.GetProperty("error");
        return new CocoonException(error.GetProperty("message").GetString() ?? "", status, error.GetProperty("code").GetString(), null);
    }

    private async Task<JsonElement> Get(string path, CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Get, path, null, cancellationToken);
        return await Json(response, cancellationToken);
    }

    private async Task<JsonElement> Json(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement is { ValueKind: JsonValueKind.Object } root && (response.IsSuccessStatusCode || root.TryGetProperty("error", out _))) return root.Clone();
        }
        catch (JsonException)
        {
            // Explained below, together with JSON that is not a gateway's.
        }
        throw new CliException($"{endpoint} answers with status {(int)response.StatusCode} and not like a Cocoon gateway. --endpoint is the gateway's base address, without /v1.");
    }

    private static bool IsServed(JsonElement model) =>
        !model.TryGetProperty("cocoon", out var facts) || !facts.TryGetProperty("providers", out var providers) || providers.GetInt32() > 0;
}
