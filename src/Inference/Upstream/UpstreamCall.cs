using System.Net;
using System.Net.Http.Headers;

namespace Cocoon.Inference.Upstream;

/// <summary>Sends a request until its answer begins: again after a failure, as long as no byte of an answer has come.</summary>
internal static class UpstreamCall
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <returns>An answer with status 200, its body unread.</returns>
    /// <exception cref="EngineBusyException">The server has no room.</exception>
    /// <exception cref="InferenceRequestException">The server refuses the request.</exception>
    /// <exception cref="UpstreamException">It cannot be reached, or failed.</exception>
    public static async Task<HttpResponseMessage> Send(HttpClient client, string path, byte[] body, int attempts, TimeProvider time, CancellationToken cancellation)
    {
        for (var (attempt, pause) = (1, FirstPause); ; attempt++, pause *= 2)
        {
            var failure = await Try(client, path, body, cancellation);
            if (failure.Answer is { } answer) return answer;
            if (attempt == attempts || !failure.IsPassing) throw failure.Reason!;
            await Task.Delay(pause, time, cancellation);
        }
    }

    /// <returns>Whatever it answers, the body unread.</returns>
    /// <exception cref="UpstreamException">It cannot be reached.</exception>
    public static async Task<HttpResponseMessage> Post(HttpClient client, string path, byte[] body, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await Once(client, request, cancellation);
    }

    /// <inheritdoc cref="Post"/>
    public static async Task<HttpResponseMessage> Get(HttpClient client, Uri path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Once(client, request, cancellation);
    }

    private static async Task<HttpResponseMessage> Once(HttpClient client, HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as UpstreamException ?? new UpstreamException($"The upstream cannot be reached ({e.HttpRequestError}).", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new UpstreamException("The upstream did not accept a connection in time.", e);
        }
    }

    private static async Task<(HttpResponseMessage? Answer, bool IsPassing, Exception? Reason)> Try(HttpClient client, string path, byte[] body, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await Post(client, path, body, cancellation);
        }
        catch (UpstreamException e)
        {
            // Without a cause it is an address that must not be connected to, and stays one.
            return (null, e.InnerException is not null, e);
        }
        if (answer.StatusCode == HttpStatusCode.OK) return (answer, false, null);
        using (answer) return (null, IsPassing(answer.StatusCode), Reason(answer.StatusCode));
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static Exception Reason(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new EngineBusyException(),
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity =>
            new InferenceRequestException($"The server behind this provider refuses the request (HTTP {(int)status}): it may be longer than its context, or use a field that it does not know."),
        _ => new UpstreamException($"The upstream answered with HTTP {(int)status}."),
    };
}
