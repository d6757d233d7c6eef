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
        hash.AppendField(bundle.Encode());
        hash.AppendField(Encoding.ASCII.GetBytes(expected.Provider.Raw));
        hash.AppendField(expected.Nonce.ToArray());
        hash.AppendField(expected.IdentityKey.ToArray());
        hash.AppendField([expected.IsRelayed ? (byte)1 : (byte)0]);
        hash.AppendField(expected.Epoch is { } epoch ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{epoch.Seqno} {epoch.RootHash} {epoch.Time.UtcTicks}")) : []);
        hash.AppendField(policyHash.ToArray());
        hash.AppendField(collateralHash.ToArray());
        return new HexBytes(hash.GetHashAndReset());
    }
}
