using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Azure;

/// <summary>Sends requests to the service, again when that may help, and reads bounded answers. Thread-safe.</summary>
/// <param name="http">A client that follows no redirects.</param>
/// <param name="options">Validated options.</param>
/// <param name="time">The clock that waits.</param>
/// <param name="random">Gives a number of [0, 1): spreads the retries of many callers.</param>
internal sealed class AzureTransport(HttpClient http, AzureAttestationOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>Longest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = JsonWebKeySet.MaxBytes;

    /// <param name="path">Below the endpoint.</param>
    /// <param name="body">JSON to post; null to get.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<byte[]> SendAsync(string path, byte[]? body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, retryAfter, problem) = await TryAsync(path, body, cancellationToken);
            if (answer is not null) return answer;
            if (retryAfter is null || attempt >= options.MaxAttempts) throw problem!;
            await Task.Delay(Delay(attempt, retryAfter.Value), time, cancellationToken);
        }
    }

    /// <returns>The answer; or what is wrong, with the least time to wait when it is worth another try.</returns>
    private async Task<(byte[]? Answer, TimeSpan? RetryAfter, AzureAttestationException? Problem)> TryAsync(string path, byte[]? body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = await RequestAsync(path, body, either.Token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await ReadAsync(response.Content, either.Token);
            if (response.StatusCode == HttpStatusCode.OK) return answer is null ? (null, null, new AzureAttestationException($"{path}: the answer is longer than {MaxAnswerBytes} bytes.", HttpStatusCode.OK)) : (answer, null, null);
            var problem = new AzureAttestationException($"{path}: Azure Attestation answered {(int)response.StatusCode} {CodeOf(answer)}. {Advice(response.StatusCode)}", response.StatusCode);
            return (null, IsPassing(response.StatusCode) ? AfterOf(response) : null, problem);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, TimeSpan.Zero, new AzureAttestationException($"{path}: no answer within {options.AttemptTimeout}. Check the network and AzureAttestation:Endpoint.", null, e));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, TimeSpan.Zero, new AzureAttestationException($"{path}: Azure Attestation cannot be reached. Check the network and AzureAttestation:Endpoint.", null, e));
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(string path, byte[]? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(options.Endpoint!, path));
        if (body is null) return request;
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (options.AccessToken is { } accessToken) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await accessToken(cancellationToken));
        return request;
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxAnswerBytes) return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > MaxAnswerBytes) return null;
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }

    private TimeSpan Delay(int attempt, TimeSpan asked)
    {
        var most = Math.Min(options.FirstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1), options.MaxDelay.TotalMilliseconds);
        // Never less than half, so that a row of short draws is no storm.
        var own = TimeSpan.FromMilliseconds(most * (0.5 + random() / 2));
        var delay = asked > own ? asked : own;
        return delay > options.MaxDelay ? options.MaxDelay : delay;
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private TimeSpan AfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    // The message of the service may repeat what was sent; its code does not.
    private static string CodeOf(byte[]? answer) =>
        answer is not null && StrictJson.TryParse(answer, out var root, out _) && root.ValueKind == JsonValueKind.Object && new TokenClaims(root).Object("error")?.Text("code") is { } code
            ? Shown.Text(code)
            : "without a code";

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "It does not accept this evidence: compare the kind of machine with the instance's policy.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "Set AzureAttestation:AccessToken to an identity with the role Attestation Reader.",
        HttpStatusCode.NotFound => "Check AzureAttestation:Endpoint and ApiVersion.",
        _ => "Try again later.",
    };
}
