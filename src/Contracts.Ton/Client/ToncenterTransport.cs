using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cocoon.Ton.Client;

/// <summary>
/// Gets one request answered: waits for its turn, tries again after failures that may pass, and turns to other servers.
/// Every try carries the same bytes. Thread-safe.
/// </summary>
internal sealed class ToncenterTransport(HttpClient http, ToncenterOptions options, TimeProvider time, Random jitter)
{
    private readonly ToncenterServers _servers = new(options, time);
    private readonly Lock _jitterLock = new();

    /// <param name="pathAndQuery">Relative to the server's base address.</param>
    /// <param name="body">JSON to post; null to get.</param>
    /// <param name="changesState">A message: a refusal after a try with unknown outcome then proves nothing.</param>
    /// <param name="cancellationToken">Stops all tries.</param>
    public async Task<JsonElement> CallAsync(string pathAndQuery, byte[]? body, bool changesState, CancellationToken cancellationToken)
    {
        var mayHaveHappened = false;
        var endedBefore = false;
        for (var attempt = 1; ; attempt++)
        {
            var server = _servers.Choose();
            await server.Pacer.WaitAsync(cancellationToken);
            var reply = await TryAsync(server.Endpoint, pathAndQuery, body, cancellationToken);
            if (reply.Error is not { } error)
            {
                _servers.Answered(server);
                return reply.Result;
            }
            if (error.Failure != TonFailure.Unavailable)
            {
                throw changesState && mayHaveHappened && error.Failure == TonFailure.Rejected
                    ? new TonClientException(TonFailure.Unavailable, "The message was refused, but an earlier try of it may have been accepted: look at the account.", error)
                    : error;
            }
            mayHaveHappened |= !reply.NothingHappened;
            _servers.Failed(server, reply.RetryAfter);
            if (attempt >= options.Attempts) throw error;
            // Another server need not be waited for, and a connection that was closed while idle says nothing about the server.
            var atOnce = _servers.AnyIsRested || (reply.ConnectionEnded && !endedBefore);
            endedBefore |= reply.ConnectionEnded;
            if (atOnce) continue;
            if (reply.RetryAfter > options.MaxDelay) throw error;
            await Task.Delay(DelayAfter(attempt, reply.RetryAfter), time, cancellationToken);
        }
    }

    private TimeSpan DelayAfter(int attempt, TimeSpan? askedFor)
    {
        double extra;
        lock (_jitterLock) extra = jitter.NextDouble() / 2;
        var delay = options.FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 30)) * (1 + extra);
        if (delay > options.MaxDelay) delay = options.MaxDelay;
        return askedFor > delay ? askedFor.Value : delay;
    }

    private async Task<ToncenterReply> TryAsync(ToncenterEndpoint endpoint, string pathAndQuery, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(endpoint.Address, pathAndQuery));
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (endpoint.ApiKey is { } key) request.Headers.Add("X-API-Key", key);
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.LoadIntoBufferAsync(options.MaxResponseBytes, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return Unavailable($"The TON node at {endpoint} did not answer within {options.Timeout.TotalSeconds:0} s.", e);
        }
        catch (HttpRequestException e)
        {
            return Unavailable($"The TON node at {endpoint} cannot be reached: {e.Message}", e) with { ConnectionEnded = e.HttpRequestError == HttpRequestError.ResponseEnded };
        }
        catch (IOException e)
        {
            return Unavailable($"The TON node at {endpoint} closed the connection.", e) with { ConnectionEnded = true };
        }
    }

    private async Task<ToncenterReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var retryAfter = RetryAfter(response.Headers.RetryAfter);
        var nothingHappened = status == HttpStatusCode.TooManyRequests;
        try
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return ToncenterErrors.Of(status, json.RootElement) is { } error
                ? new ToncenterReply(default, error, retryAfter, nothingHappened)
                : new ToncenterReply(json.RootElement.TryGetProperty("result", out var result) ? result.Clone() : default);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is the reader's word for text that is not valid Unicode.
            // A page of something in between: a proxy, or a gateway whose server is gone.
            const string Text = "something that is not JSON";
            return response.IsSuccessStatusCode
                ? Unavailable($"The TON node answered with {Text}.", e)
                : new ToncenterReply(default, ToncenterErrors.Plain(status, Text), retryAfter, nothingHappened);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static ToncenterReply Unavailable(string message, Exception cause) => new(default, new TonClientException(TonFailure.Unavailable, message, cause));
}
