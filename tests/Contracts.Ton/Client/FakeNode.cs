using System.Net;

namespace Cocoon.Ton.Tests.Client;

/// <summary>Answers in the given order, and remembers what it was asked.</summary>
internal sealed class FakeNode(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public List<string> Bodies { get; } = [];

    public IEnumerable<string> Hosts => Requests.Select(request => request.RequestUri!.Host);

    public static Func<CancellationToken, Task<HttpResponseMessage>> Says(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });

    public static Func<CancellationToken, Task<HttpResponseMessage>> Result(string json) => Says($$"""{"ok":true,"result":{{json}}}""");

    public static Func<CancellationToken, Task<HttpResponseMessage>> Error(int status, string text) =>
        Says($$"""{"ok":false,"error":"{{text}}","code":{{status}}}""", (HttpStatusCode)status);

    /// <summary>Asks to come back later.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> Busy(string retryAfter) => _ =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("""{"ok":false,"error":"Ratelimit exceed","code":429}""") };
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return Task.FromResult(response);
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> CannotBeReached() =>
        _ => throw new HttpRequestException("Connection refused");

    /// <summary>Closed an idle connection just when the request came.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> HangsUp() =>
        _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    /// <summary>Goes away in the middle of its answer.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> BreaksOff() =>
        _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) });

    /// <summary>Says nothing until the caller gives up.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> IsSilent() => async cancellationToken =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("An infinite wait has ended.");
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return await answers[Requests.Count - 1](cancellationToken);
    }
}
