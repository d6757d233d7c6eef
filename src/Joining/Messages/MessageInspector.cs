using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls;
using Cocoon.RaTls.Certificates;

namespace Cocoon.Joining.Messages;

/// <summary>
/// Reads what a peer sends, lets through what its role may say, and leaves out the rest, so that its caller waits in vain. Framing of
/// Orleans 10.4: a preamble (int32 length), then messages (int32 length of header, int32 length of body, header, body). Used
/// by one connection.
/// </summary>
/// <param name="peer">Who it is, as attested.</param>
/// <param name="preamble">Reads which silo it says it is.</param>
/// <param name="admit">Whether it may be that silo; null for a client. The text says why not.</param>
/// <param name="dropped">Told of each message left out, and why.</param>
internal sealed class MessageInspector(PeerIdentity peer, PreambleReader preamble, Func<SiloAddress?, string?> admit, Action<string> dropped)
{
    private const int MaxPreambleBytes = 1024;
    private const int MaxHeaderBytes = 1 << 20;
    private const int FrameBytes = 8;

    private SiloAddress? _silo;
    private bool _isAdmitted;

    /// <summary>Bytes of the present message that need no further look.</summary>
    private long _rest;

    /// <summary>Whether they are left out.</summary>
    private bool _isDropping;

    /// <summary>Copies until either side ends.</summary>
    /// <exception cref="RaTlsException">The peer sent what is no message, or says it is a silo that it may not be.</exception>
    public async Task Copy(PipeReader from, PipeWriter to)
    {
        while (true)
        {
            var read = await from.ReadAsync();
            var rest = Pass(read.Buffer, to);
            from.AdvanceTo(rest.Start, rest.End);
            if ((await to.FlushAsync()).IsCompleted || read.IsCompleted || read.IsCanceled) return;
        }
    }

    /// <summary>Writes what may pass.</summary>
    /// <returns>What cannot be judged before more has come.</returns>
    private ReadOnlySequence<byte> Pass(ReadOnlySequence<byte> buffer, PipeWriter to)
    {
        while (true)
        {
            var judged = buffer.Slice(0, Math.Min(_rest, buffer.Length));
            if (!_isDropping)
                foreach (var segment in judged) to.Write(segment.Span);
            _rest -= judged.Length;
            buffer = buffer.Slice(judged.End);
            var whole = buffer.IsEmpty ? null : _isAdmitted ? Message(buffer) : Preamble(buffer);
            if (whole is not { } length) return buffer;
            _rest = length;
        }
    }

    /// <summary>Length of the preamble; null when it is not whole yet.</summary>
    private long? Preamble(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < sizeof(int)) return null;
        var length = Number(buffer);
        if (length is <= 0 or > MaxPreambleBytes) throw Refused("its preamble has no sensible length");
        if (buffer.Length < sizeof(int) + length) return null;
        _silo = preamble.Silo(buffer.Slice(sizeof(int), length));
        if (admit(_silo) is { } reason) throw Refused(reason);
        _isAdmitted = true;
        return sizeof(int) + length;
    }

    /// <summary>Length of the first message; null when its header is not whole yet.</summary>
    private long? Message(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < FrameBytes) return null;
        var (header, body) = (Number(buffer), Number(buffer.Slice(sizeof(int))));
        if (header is <= 0 or > MaxHeaderBytes || body < 0) throw Refused("its message has no sensible length");
        if (buffer.Length < FrameBytes + header) return null;
        var bytes = buffer.Slice(FrameBytes, header);
        var message = MessageHeader.TryRead(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray()) ?? throw Refused("its message cannot be read");
        // Not the whole connection: a message that was sent to a wrong silo and is passed on carries another sender, honestly.
        var reason = MessageRules.WhyNot(peer.Role, _silo, message, peer.Wallet.Raw);
        _isDropping = reason is not null;
        if (reason is not null) dropped(reason);
        return FrameBytes + (long)header + body;
    }

    private static int Number(ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    private static RaTlsException Refused(string reason) => new(AttestationFailure.RoleNotAllowed, $"the peer is cut off: {reason}.");
}
