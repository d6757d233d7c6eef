using System.Collections.Frozen;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.SevSnp;

/// <summary>AMD's root keys (ARK), one for each product, by SHA-256 of the SubjectPublicKeyInfo.</summary>
internal static class SnpRoots
{
    public static FrozenDictionary<SnpProduct, RootPin> Amd { get; } = new Dictionary<SnpProduct, RootPin>
    {
        [SnpProduct.Milan] = Pin("9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9"),
        [SnpProduct.Genoa] = Pin("429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831"),
        [SnpProduct.Turin] = Pin("4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08"),
    }.ToFrozenDictionary();

    private static RootPin Pin(string hash) => new(HexBytes.Parse(hash), AttestationFailure.ArkNotPinned);
}
