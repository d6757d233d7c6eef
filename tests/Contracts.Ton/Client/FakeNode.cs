using System.Net;

namespace Cocoon.Ton.Tests.Client;

/// <summary>Answers in the given order, and remembers what it was asked.</summary>
internal sealed class FakeNode(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public List<string> Bodies { get; } = [];

    public static Func<CancellationToken, Task<HttpResponseMessage>> Says(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });

    public static Func<CancellationToken, Task<HttpResponseMessage>> Result(string json) => Says($$"""{"ok":true,"result":{{json}}}""");

    public static Func<CancellationToken, Task<HttpResponseMessage>> Error(int status, string text) =>
        Says($$"""{"ok":false,"error":"{{text}}","code":{{status}}}""", (HttpStatusCode)status);

    public static Func<CancellationToken, Task<HttpResponseMessage>> CannotBeReached() =>
        _ => throw new HttpRequestException("Connection refused");

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
