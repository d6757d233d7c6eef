using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Cocoon.RaTls.Connections;

/// <summary>Puts an attested connection under whatever comes next, which sees its bytes only, and its <see cref="Sessions.AttestedSession"/> as a feature.</summary>
internal sealed partial class RaTlsMiddleware(ConnectionDelegate next, RaTlsEndpoint endpoint, RaTlsSide side, PeerExpectation expected, ILogger<RaTlsMiddleware> logger)
{
    public async Task OnConnection(ConnectionContext context)
    {
        var plain = context.Transport;
        var transport = new RaTlsTransport(new DuplexPipeStream(plain), context.RemoteEndPoint, context.Abort);
        RaTlsConnection connection;
        try
        {
            connection = side == RaTlsSide.Inbound
                ? await endpoint.Accept(transport, expected, context.ConnectionClosed)
                : await endpoint.Connect(transport, expected, context.ConnectionClosed);
        }
        catch (RaTlsException refused)
        {
            LogRefused(side, context.RemoteEndPoint?.ToString() ?? "unknown address", refused.Message);
            throw;
        }

        await using (connection)
        {
            var pipe = new TlsDuplexPipe(connection.Stream);
            context.Transport = pipe;
            context.Features.Set(connection.Session);
            try
            {
                await next(context);
            }
            finally
            {
                context.Transport = plain;
                await pipe.Input.CompleteAsync();
                await Close(pipe);
            }
        }
    }

    /// <summary>Says goodbye when the line still stands.</summary>
    private static async Task Close(TlsDuplexPipe pipe)
    {
        try
        {
            await pipe.Output.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The other side, or a revocation, was faster: there is nobody left to say goodbye to.
        }
    }

    [LoggerMessage(5021, LogLevel.Warning, "{Side} connection with {Remote}: {Reason}")]
    private partial void LogRefused(RaTlsSide side, string remote, string reason);
}
