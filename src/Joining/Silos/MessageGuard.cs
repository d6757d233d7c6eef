using System.IO.Pipelines;
using System.Net;
using Cocoon.Attestation.Policy;
using Cocoon.Joining.Messages;
using Cocoon.RaTls.Sessions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Cocoon.Joining.Silos;

/// <summary>Sits on an attested connection and inspects what peers other than the core's silos send.</summary>
internal sealed partial class MessageGuard(PreambleReader preamble, SiloRoles roles, ILocalSiloDetails self, ILogger<MessageGuard> logger)
{
    public async Task OnConnection(ConnectionContext context, ConnectionDelegate next)
    {
        var session = context.Features.Get<AttestedSession>() ?? throw new InvalidOperationException("The message guard comes after RA-TLS.");
        if (session.Identity.Role == ImageRole.Core)
        {
            await next(context);
            return;
        }

        IDisposable? place = null;
        var inspector = new MessageInspector(session.Identity, preamble, silo => WhyNot(session, silo, out place), reason => LogDropped(session.Identity.ToString(), reason));
        var plain = context.Transport;
        var pipe = new Pipe();
        var copying = Copy(inspector, plain.Input, pipe.Writer, context, session);
        context.Transport = new Halves(pipe.Reader, plain.Output);
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = plain;
            await pipe.Reader.CompleteAsync();
            plain.Input.CancelPendingRead();
            await copying;
            place?.Dispose();
        }
    }

    /// <summary>Whether a peer may be the silo it says it is. It must not take the place of another, which would get that silo's calls.</summary>
    private string? WhyNot(AttestedSession session, SiloAddress? silo, out IDisposable? place)
    {
        place = null;
        if (session.Identity.Role != ImageRole.Provider) return silo is null ? null : "only silos say that they are one";
        if (silo is null) return "a provider's silo does not say which it is";
        if (silo.Endpoint.Equals(self.SiloAddress.Endpoint)) return "it says that it is this silo";
        if (session.Remote is not IPEndPoint remote || !Same(remote.Address, silo.Endpoint.Address)) return $"it calls from {session.Remote} and says that it is silo {silo}";
        place = roles.TryClaim(silo, session.Identity);
        return place is null ? $"silo {silo} is another provider's" : null;
    }

    private static bool Same(IPAddress a, IPAddress b) => a.MapToIPv6().Equals(b.MapToIPv6());

    private async Task Copy(MessageInspector inspector, PipeReader from, PipeWriter to, ConnectionContext context, AttestedSession session)
    {
        try
        {
            await inspector.Copy(from, to);
            await to.CompleteAsync();
        }
        catch (Exception e)
        {
            LogCutOff(session.Identity.ToString(), e.Message);
            await to.CompleteAsync(e);
            context.Abort();
        }
    }

    [LoggerMessage(5100, LogLevel.Warning, "A message of {Peer} is dropped: {Reason}")]
    private partial void LogDropped(string peer, string reason);

    [LoggerMessage(5101, LogLevel.Warning, "{Peer}: {Reason}")]
    private partial void LogCutOff(string peer, string reason);

    private sealed record Halves(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
