using System.Diagnostics;

namespace Cocoon.Attestation.Collateral;

/// <summary>How files of collateral are named (docs/policy.md).</summary>
public static class CollateralFile
{
    /// <summary>The file's name for a document, without folder. Whatever the id holds, it names no other folder.</summary>
    public static string NameOf(CollateralKey key) => key.Kind switch
    {
        CollateralKind.TdxTcbInfo => $"tdx-tcb-info-{Safe(key.Id)}.json",
        CollateralKind.TdxQeIdentity => "tdx-qe-identity.json",
        CollateralKind.TcbSigningChain => "tcb-signing-chain.pem",
        CollateralKind.IntelRootCrl => "intel-root-crl.der",
        CollateralKind.IntelPckCrl => $"intel-pck-crl-{Safe(key.Id)}.der",
        CollateralKind.SnpAuthorities => $"snp-authorities-{Safe(key.Id)}.pem",
        CollateralKind.SnpCrl => $"snp-crl-{Safe(key.Id)}.der",
        CollateralKind.SnpLeaf => $"snp-leaf-{Safe(key.Id)}.der",
        CollateralKind.GpuRim => $"gpu-rim-{Safe(key.Id)}.xml",
        CollateralKind.OcspAnswer => $"ocsp-{Safe(key.Id)}.der",
        CollateralKind.JsonWebKeys => $"jwks-{Safe(key.Id)}.json",
        _ => throw new UnreachableException($"There is no file name for {key.Kind}."),
    };

    // Escaped as in an address: "/" becomes "%2F", so that two ids never share a file.
    private static string Safe(string id) => Uri.EscapeDataString(id);
}
