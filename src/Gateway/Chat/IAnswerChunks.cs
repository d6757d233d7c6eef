using System.Buffers;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>Turns the parts of an answer into the events of one endpoint's stream. Used by one stream, part after part.</summary>
internal interface IAnswerChunks : IDisposable
{
    /// <summary>Writes the events of a part; none for one that shows nothing, inside a character for example.</summary>
    void Part(in AnswerToken token, IBufferWriter<byte> to);

    /// <summary>Writes what closes an answer, but for the [DONE] event.</summary>
    void End(AnswerEnd end, IBufferWriter<byte> to);
}
