using Cocoon.Attestation.Inspection;

namespace Cocoon.Attestation.Collateral;

/// <summary>How files of collateral are named: by <see cref="CollateralFolder.NameOf"/>, with the ending that other programs know the document by.</summary>
public static class CollateralFile
{
    /// <summary>The file's name for a document, without folder. Whatever the id holds, it names no other folder.</summary>
    public static string NameOf(CollateralKey key) => CollateralFolder.NameOf(key) + key.Kind switch
    {
        CollateralKind.TdxTcbInfo or CollateralKind.TdxQeIdentity or CollateralKind.JsonWebKeys => ".json",
        CollateralKind.TcbSigningChain or CollateralKind.SnpAuthorities => ".pem",
        CollateralKind.GpuRim => ".xml",
        _ => ".der",
    };
}
