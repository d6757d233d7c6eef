using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tdx;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>Real quotes with real collateral of several dates.</summary>
internal static class TdxVectors
{
    /// <summary>When collateral of 2023 counts.</summary>
    public static DateTimeOffset June2023 { get; } = new(2023, 6, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the whole set of 2025 counts.</summary>
    public static DateTimeOffset June2025 { get; } = new(2025, 6, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When collateral of 2026 counts.</summary>
    public static DateTimeOffset March2026 { get; } = new(2026, 3, 18, 0, 0, 0, TimeSpan.Zero);

    public static MachineEvidence Quote(string name) => new(EvidenceKind.Tdx, Vectors.Bytes($"tdx/{name}.quote.bin"));

    public static CollateralSnapshot Collateral2023() => new(
    [
        Item(CollateralKind.TdxTcbInfo, "50806f000000", Vectors.Bytes("tdx/gtg_50806f.tcbinfo.2023-06.json")),
        Item(CollateralKind.TdxQeIdentity, "", Vectors.Bytes("tdx/gtg_qeidentity.2023-06.json")),
        Item(CollateralKind.TcbSigningChain, "", Vectors.Bytes("tdx/tcb_signing_chain.pem")),
        Item(CollateralKind.IntelRootCrl, "", Vectors.Bytes("tdx/gtg_rootcrl.der")),
        Item(CollateralKind.IntelPckCrl, "platform", Vectors.Bytes("tdx/gtg_pckcrl.der")),
    ]);

    public static CollateralSnapshot Collateral2026() => new(
    [
        Item(CollateralKind.TdxTcbInfo, "50806f000000", Vectors.Bytes("tdx/ars_tcb_info_50806f000000.json")),
        Item(CollateralKind.TdxTcbInfo, "90c06f000000", Vectors.Bytes("tdx/ars_tcb_info_90c06f000000.json")),
        Item(CollateralKind.TdxQeIdentity, "", Vectors.Bytes("tdx/ars_td_qe_identity.json")),
        Item(CollateralKind.TcbSigningChain, "", Vectors.Bytes("tdx/tcb_signing_chain.pem")),
        Item(CollateralKind.IntelRootCrl, "", Vectors.Bytes("tdx/ars_root_ca_crl.der")),
        Item(CollateralKind.IntelPckCrl, "platform", Vectors.Bytes("tdx/ars_pck_crl_platform.der")),
    ]);

    /// <summary>A whole set as one file of text fields.</summary>
    /// <param name="name">"qvl_v4_b0c06f" or "qvl_sgx_v3".</param>
    /// <param name="fmspc">Which platform its TCB info is filed under.</param>
    public static CollateralSnapshot CollateralOf(string name, string fmspc)
    {
        using var json = JsonDocument.Parse(Vectors.Bytes($"tdx/{name}.collateral.json"));
        string Field(string field) => json.RootElement.GetProperty(field).GetString()!;
        return new CollateralSnapshot(
        [
            Item(CollateralKind.TdxTcbInfo, fmspc, Utf8($$"""{"tcbInfo":{{Field("tcb_info")}},"signature":"{{Field("tcb_info_signature")}}"}""")),
            Item(CollateralKind.TdxQeIdentity, "", Utf8($$"""{"enclaveIdentity":{{Field("qe_identity")}},"signature":"{{Field("qe_identity_signature")}}"}""")),
            Item(CollateralKind.TcbSigningChain, "", Utf8(Field("tcb_info_issuer_chain"))),
            Item(CollateralKind.IntelRootCrl, "", Convert.FromHexString(Field("root_ca_crl"))),
            Item(CollateralKind.IntelPckCrl, "platform", Convert.FromHexString(Field("pck_crl"))),
        ]);
    }

    /// <summary>A policy that wants exactly this quote's image, with the features that all vectors use.</summary>
    public static PolicyDocument PolicyFor(EvidenceAppraisal appraisal) => new()
    {
        NetworkId = -3,
        Images = appraisal.Claims is TdxClaims claims ? [new AllowedImage(ImageDigest.Of(EvidenceKind.Tdx, claims.Measurements), ImageRole.Provider, Tier.CcGpu, null, "image", claims.Measurements)] : [],
        Tdx = new TdxPolicy { AllowedXfam = HexBytes.Parse("e75a060000000000"), AllowedAttributes = HexBytes.Parse("0000004000000000") },
    };

    public static CollateralItem Item(CollateralKind kind, string id, byte[] body) => new(new CollateralKey(kind, id), body);

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
