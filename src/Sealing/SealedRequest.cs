using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>
/// Seals a request to an enclave's key, and opens it inside (docs/sealing.md): HPKE of RFC 9180, DHKEM(P-256, HKDF-SHA256),
/// HKDF-SHA256, AES-256-GCM, base mode. Bad input is a named failure and never an exception. Thread-safe.
/// </summary>
public static class SealedRequest
{
    private const byte Version = 2;
    private const int HeadBytes = 1 + P256Point.Bytes;

    /// <summary>The longest request.</summary>
    public static int MaxRequestBytes => LengthBuckets.Requests.MaxDataBytes;

    /// <summary>The longest sealed request.</summary>
    public static int MaxMessageBytes => MessageBytes(MaxRequestBytes);

    /// <summary>How long a sealed request is: the same for all lengths of a bucket.</summary>
    /// <param name="requestBytes">0 to <see cref="MaxRequestBytes"/>.</param>
    public static int MessageBytes(int requestBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(requestBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requestBytes, MaxRequestBytes);
        return HeadBytes + LengthBuckets.Requests.BlockFor(requestBytes) + SequencedAead.TagBytes;
    }

    /// <summary>Seals a request under a key made for it alone.</summary>
    /// <param name="sealingKey">The enclave's key, out of an appraisal that the caller has verified.</param>
    /// <param name="terms">What it is for.</param>
    /// <param name="request">The request; may be empty.</param>
    /// <param name="entropy">Gives 32 bytes.</param>
    /// <param name="message">What goes to the enclave; anybody may see it.</param>
    /// <param name="answer">Opens the answer; the caller disposes it.</param>
    /// <param name="failure">Why not.</param>
    public static bool TrySeal(
        HexBytes sealingKey, SealingTerms terms, ReadOnlySpan<byte> request, IEntropy entropy,
        [NotNullWhen(true)] out byte[]? message, [NotNullWhen(true)] out AnswerOpener? answer, out SealingFailure failure)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(entropy);
        (message, answer, failure) = (null, null, SealingFailure.None);
        if (!terms.IsValid) failure = SealingFailure.TermsInvalid;
        else if (request.Length > MaxRequestBytes) failure = SealingFailure.RequestTooLong;
        if (failure != SealingFailure.None) return false;

        using var ephemeral = SealingKeyPair.FreshKey(entropy);
        if (HpkeContext.TrySend(HpkeAead.Aes256Gcm, sealingKey.ToArray(), ephemeral, terms.Info()) is not { } context)
        {
            failure = SealingFailure.KeyInvalid;
            return false;
        }
        var block = new byte[LengthBuckets.Requests.BlockFor(request.Length)];
        LengthBuckets.Write(request, block);
        message = new byte[HeadBytes + block.Length + SequencedAead.TagBytes];
        message[0] = Version;
        ephemeral.PublicKey.CopyTo(message.AsSpan(1));
        context.Seal(terms.AssociatedData(), block, message.AsSpan(HeadBytes));
        CryptographicOperations.ZeroMemory(block);
        answer = new AnswerOpener(context, terms.Job);
        return true;
    }

    /// <summary>Opens a sealed request. Allocates about as many bytes as the message has.</summary>
    /// <param name="key">The enclave's key.</param>
    /// <param name="terms">What the enclave knows the job to be.</param>
    /// <param name="message">What came.</param>
    /// <param name="request">The request, and what seals its answer; the caller disposes it.</param>
    /// <param name="failure">Why not.</param>
    public static bool TryOpen(
        SealingKeyPair key, SealingTerms terms, ReadOnlySpan<byte> message, [NotNullWhen(true)] out OpenedRequest? request, out SealingFailure failure)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(terms);
        request = null;
        failure = CheckForm(terms, message);
        if (failure != SealingFailure.None) return false;

        if (HpkeContext.TryReceive(HpkeAead.Aes256Gcm, message[1..HeadBytes], key.Key, terms.Info()) is not { } context)
        {
            failure = SealingFailure.KeyInvalid;
            return false;
        }
        var block = new byte[message.Length - HeadBytes - SequencedAead.TagBytes];
        Range data = default;
        if (!context.TryOpen(terms.AssociatedData(), message[HeadBytes..], block)) failure = SealingFailure.RequestNotAuthentic;
        else if (!LengthBuckets.Requests.TryRead(block, out data)) failure = SealingFailure.PaddingInvalid;
        if (failure == SealingFailure.None)
        {
            request = new OpenedRequest(context, terms.Job, block, data);
            return true;
        }
        CryptographicOperations.ZeroMemory(block);
        context.Dispose();
        return false;
    }

    /// <summary>What can be told without the key, so that noise costs nothing.</summary>
    private static SealingFailure CheckForm(SealingTerms terms, ReadOnlySpan<byte> message)
    {
        if (!terms.IsValid) return SealingFailure.TermsInvalid;
        if (message.IsEmpty) return SealingFailure.RequestMalformed;
        if (message[0] != Version) return SealingFailure.VersionUnknown;
        return LengthBuckets.Requests.IsBlock(message.Length - HeadBytes - SequencedAead.TagBytes) ? SealingFailure.None : SealingFailure.RequestMalformed;
    }
}
