namespace Cocoon.Conformance.Tests;

/// <summary>Loses the first answer after the server has given it, as a broken connection does.</summary>
internal sealed class LossyHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    public int Calls { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (++Calls > 1) return response;
        using (response) await response.Content.ReadAsByteArrayAsync(cancellationToken);
        throw new HttpRequestException("The connection was lost.");
    }
}
