using System.IO.Pipelines;
using System.Net.Security;

namespace Cocoon.RaTls.Connections;

/// <summary>A TLS stream as the pipes that connection handlers use.</summary>
internal sealed class TlsDuplexPipe(SslStream stream) : IDuplexPipe
{
    public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    public PipeWriter Output { get; } = PipeWriter.Create(new TlsWriteSide(stream));
}
