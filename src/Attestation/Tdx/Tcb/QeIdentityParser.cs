using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Tdx.Collateral;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>Reads the identity of the TD quoting enclave, version 2. Never throws.</summary>
internal static class QeIdentityParser
{
    private const int MaxEvaluationNumber = 1_000_000;

    /// <summary>Reads the signed <paramref name="document"/>, without its envelope.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> document, [NotNullWhen(true)] out QeIdentity? identity, out Refusal refusal)
    {
        identity = null;
        refusal = default;
        try
        {
            using var json = JsonDocument.Parse(document, SignedJson.Strict);
            var root = json.RootElement;
            if (root.Text("id") is var id && root.Number("version", int.MaxValue) is var version && (id, version) != ("TD_QE", 2))
                refusal = new Refusal(AttestationFailure.QeIdentityWrongTee, $"QE identity '{id}' version {version}; 'TD_QE' version 2 is wanted.");
            else
                identity = Read(root);
            return identity is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            refusal = new Refusal(AttestationFailure.CollateralMalformed, $"The QE identity cannot be read: {e.Message}");
            return false;
        }
    }

    private static QeIdentity Read(JsonElement root) => new()
    {
        IssueDate = root.Time("issueDate"),
        NextUpdate = root.Time("nextUpdate"),
        EvaluationNumber = root.Number("tcbEvaluationDataNumber", MaxEvaluationNumber),
        MiscSelect = root.Bytes("miscselect", 4),
        MiscSelectMask = root.Bytes("miscselectMask", 4),
        Attributes = root.Bytes("attributes", 16),
        AttributesMask = root.Bytes("attributesMask", 16),
        MrSigner = root.Bytes("mrsigner", 32),
        IsvProdId = root.Number("isvprodid", ushort.MaxValue),
        Levels = SvnLevel.ReadAll(root),
    };
}
