using System.Net;
using System.Text;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>What lies between a silo and its node: may be cut, and may lose messages or the answers to them.</summary>
internal sealed class WayToChain() : DelegatingHandler(new HttpClientHandler())
{
    private const string Taken = """{"ok":true,"result":{"@type":"ok"}}""";

    private int _lost;

    /// <summary>Whether no request arrives.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether messages are taken and never reach a block.</summary>
    public bool LosesMessages { get; set; }

    /// <summary>Messages that were taken and got lost.</summary>
    public int Lost => _lost;

    /// <summary>Whether messages arrive and nobody hears of it.</summary>
    public bool LosesReplies { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsCut) throw new HttpRequestException("The way to the node is cut.");
        if (!request.RequestUri!.AbsolutePath.EndsWith("/sendBoc", StringComparison.Ordinal)) return await base.SendAsync(request, cancellationToken);
        if (LosesMessages)
        {
            Interlocked.Increment(ref _lost);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Taken, Encoding.UTF8, "application/json") };
        }
        var reply = await base.SendAsync(request, cancellationToken);
        if (!LosesReplies) return reply;
        reply.Dispose();
        throw new HttpRequestException("The answer is lost.");
    }
}
