using System.Security.Cryptography;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>The key of one answer: exported from the request's context, over a salt that the enclave draws for this answer.</summary>
internal static class AnswerKey
{
    public const int SaltBytes = 32;

    private const int KeyBytes = 32;

    public static SequencedAead Derive(HpkeContext context, ReadOnlySpan<byte> salt)
    {
        Span<byte> exported = stackalloc byte[KeyBytes + SequencedAead.NonceBytes];
        context.Export([.. "cocoon answer v1"u8, .. salt], exported);
        var key = new SequencedAead(exported[..KeyBytes], exported[KeyBytes..]);
        CryptographicOperations.ZeroMemory(exported);
        return key;
    }
}
