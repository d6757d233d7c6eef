using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Names a verdict by all that goes into it but the time: another policy, collateral or block is another verdict.</summary>
internal static class VerdictKey
{
    public static HexBytes Of(EvidenceBundle bundle, BindingExpectation expected, HexBytes policyHash, HexBytes collateralHash)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, bundle.Encode());
        Append(hash, Encoding.ASCII.GetBytes(expected.Provider.Raw));
        Append(hash, expected.Nonce.ToArray());
        Append(hash, expected.IdentityKey.ToArray());
        Append(hash, [expected.IsRelayed ? (byte)1 : (byte)0]);
        Append(hash, expected.Epoch is { } epoch ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{epoch.Seqno} {epoch.RootHash} {epoch.Time.UtcTicks}")) : []);
        Append(hash, policyHash.ToArray());
        Append(hash, collateralHash.ToArray());
        return new HexBytes(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}
