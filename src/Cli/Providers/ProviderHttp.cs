using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.Cli.Providers;

/// <summary>Asks a market's gateway, as a stranger or with the provider's key. Failures say what to do; keys are in none of them.</summary>
internal sealed class ProviderHttp(Uri gateway, string? apiKey = null) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public async Task<T> Ask<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(gateway, path));
        if (apiKey is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        if (body is not null) request.Content = JsonContent.Create(body, options: ReceiptJson.Options);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode) throw new CliException(Message(await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)));
            return await response.Content.ReadFromJsonAsync<T>(ReceiptJson.Options, cancellationToken) ?? throw new JsonException();
        }
        catch (Exception e) when (e is HttpRequestException or (TaskCanceledException { InnerException: TimeoutException }))
        {
            throw new CliException($"No gateway answers at {gateway} ({e.Message}). Check --gateway, and that this machine may call out.");
        }
        catch (JsonException)
        {
            throw new CliException($"{gateway} does not answer like a Cocoon gateway. --gateway is its base address, without /v1.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Message(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) && error.TryGetProperty("message", out var message) && message.GetString() is { } text
            ? text
            : throw new JsonException();
}
