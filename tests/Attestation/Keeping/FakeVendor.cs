using System.Net;

namespace Cocoon.Attestation.Tests.Keeping;

/// <summary>Answers requests in order, and remembers them.</summary>
internal sealed class FakeVendor(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public List<byte[]> Bodies { get; } = [];

    public static Func<CancellationToken, Task<HttpResponseMessage>> Says(byte[] body, HttpStatusCode status = HttpStatusCode.OK, string? header = null, string? value = null) => _ =>
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        if (header is not null) response.Headers.TryAddWithoutValidation(header, value);
        return Task.FromResult(response);
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> Says(string body) => Says(System.Text.Encoding.UTF8.GetBytes(body));

    public static Func<CancellationToken, Task<HttpResponseMessage>> Fails(int status, string? retryAfter = null) => Says([], (HttpStatusCode)status, "Retry-After", retryAfter ?? "0");

    public static Func<CancellationToken, Task<HttpResponseMessage>> CannotBeReached() => _ => throw new HttpRequestException("Connection refused");

    public static Func<CancellationToken, Task<HttpResponseMessage>> IsSilent() => async cancellationToken =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("An infinite wait has ended.");
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri} {request.Content?.Headers.ContentType}".TrimEnd());
        Bodies.Add(request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken));
        return await answers[Requests.Count - 1](cancellationToken);
    }
}
