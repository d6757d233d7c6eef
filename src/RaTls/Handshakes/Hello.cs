using System.Net.Security;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Roles;
using Cocoon.RaTls.Verdicts;

namespace Cocoon.RaTls.Handshakes;

/// <summary>
/// What both sides say between the TLS handshake and the first byte of data: evidence that no certificate can hold, then
/// whether each accepts the other. Until both do, nothing else passes.
/// </summary>
internal sealed class Hello(AttestedIdentity identity, IPeerAppraiser appraiser, IRoleProof roles, int maxFrameBytes)
{
    /// <exception cref="RaTlsException">One side does not accept the other.</exception>
    public async Task<(ShownPeer Peer, PeerVerdict Verdict)> Exchange(SslStream stream, LocalCredential own, ShownPeer peer, CancellationToken cancellationToken)
    {
        var evidence = Frames.Make(FrameType.Evidence, new EvidenceFrame(
            roles.Prove(identity.Identity, own.Bundle.Claims.IdentityKey), own.Bundle.Gpus.IsEmpty ? null : own.Bundle).Encode());
        byte[] unsent = [];
        Task<(ShownPeer, PeerVerdict)> judging;
        if (stream.IsServer)
        {
            // The calling side speaks at once. Who knows it already says all in one write; who does not, lets it judge meanwhile.
            judging = Judge(peer, await Frames.Read(stream, FrameType.Evidence, maxFrameBytes, cancellationToken), cancellationToken);
            if (judging.IsCompleted) unsent = evidence;
            else await Task.WhenAll(judging, Frames.Write(stream, evidence, cancellationToken));
        }
        else
        {
            judging = Judge(peer, await Swap(stream, evidence, FrameType.Evidence, maxFrameBytes, cancellationToken), cancellationToken);
        }
        var (shown, verdict) = await judging;

        byte[] answer = [.. unsent, .. Frames.Make(FrameType.Accepted, new AcceptedFrame(verdict.Failure, verdict.AppraisalHash).Encode())];
        var who = peer.Certificate.Identity;
        if (!verdict.IsAccepted)
        {
            await Frames.Write(stream, answer, cancellationToken);
            throw new RaTlsException(verdict.Failure, $"{who} is not accepted. {verdict.Detail}");
        }
        var theirs = await Swap(stream, answer, FrameType.Accepted, AcceptedFrame.Bytes, cancellationToken);
        if (AcceptedFrame.TryDecode(theirs) is not { } accepted) throw new RaTlsException(AttestationFailure.HelloMalformed, "the peer's answer cannot be read; does it speak this version?");
        if (accepted.Failure != AttestationFailure.None) throw new RaTlsException(AttestationFailure.RefusedByPeer, $"{who} does not accept this machine: {accepted.Failure}.");
        return (shown, verdict);
    }

    private async Task<(ShownPeer, PeerVerdict)> Judge(ShownPeer shown, byte[] body, CancellationToken cancellationToken)
    {
        var peer = shown.Certificate;
        if (EvidenceFrame.TryDecode(body) is not { } frame) return (shown, Refused(AttestationFailure.HelloMalformed, "Its frame of evidence cannot be read."));
        if (frame.Bundle is { } whole)
        {
            // The certificate is what TLS has bound: the rest must be an addition to it and no replacement.
            if (!IsSame(whole with { Gpus = [] }, peer.Bundle)) return (shown, Refused(AttestationFailure.EvidenceMalformed, "Its evidence is not that of its certificate."));
            shown = new ShownPeer(peer, whole);
        }
        return roles.IsProven(peer.Identity, peer.IdentityKey, frame.RoleProof)
            ? (shown, await appraiser.Appraise(shown, null, cancellationToken))
            : (shown, Refused(AttestationFailure.RoleNotAllowed, "It has not proven that it may have this role."));
    }

    private static bool IsSame(EvidenceBundle a, EvidenceBundle b) => a.Encode().AsSpan().SequenceEqual(b.Encode());

    private static PeerVerdict Refused(AttestationFailure failure, string detail) => new(failure, detail, null, default, default);

    /// <summary>Writes and reads at once: two large frames would otherwise wait for each other.</summary>
    private static async Task<byte[]> Swap(SslStream stream, byte[] own, FrameType type, int maxBytes, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var write = Frames.Write(stream, own, stop.Token);
        var read = Frames.Read(stream, type, maxBytes, stop.Token);
        // What the transport has taken whole waits for nobody.
        if (write.IsCompletedSuccessfully) return await read;
        var first = await Task.WhenAny(read, write);
        if (!first.IsCompletedSuccessfully) await stop.CancelAsync();
        await ((Task)Task.WhenAll(read, write)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        await write;
        return await read;
    }
}
