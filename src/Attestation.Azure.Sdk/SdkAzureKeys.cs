using System.Text.Json;
using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Azure.Sdk;

/// <summary>
/// <see cref="IAzureKeys"/> over the package Azure.Security.Attestation, for hosts that use its credentials, proxies and
/// policies anyway. The package attests SGX and TPM only; SEV-SNP, TDX and guests go over <see cref="IAzureAttestation"/>.
/// </summary>
public sealed class SdkAzureKeys(IAzureSigners signers) : IAzureKeys
{
    public async Task<CollateralItem> GetKeysAsync(CancellationToken cancellationToken = default)
    {
        var all = await signers.GetAsync(cancellationToken);
        if (all.Count == 0) throw new AzureAttestationException("The instance gave no signing key. Check the client's endpoint.");
        return new CollateralItem(new CollateralKey(CollateralKind.JsonWebKeys, signers.Endpoint.GetLeftPart(UriPartial.Authority)), Write(all));
    }

    /// <summary>The same document that the REST API gives: keys inside certificates.</summary>
    private static byte[] Write(IReadOnlyList<AzureSigner> signers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var signer in signers.OrderBy(signer => signer.KeyId, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("kid", signer.KeyId);
                json.WriteString("kty", "RSA");
                json.WriteStartArray("x5c");
                foreach (var certificate in signer.Certificates) json.WriteBase64StringValue(certificate.Span);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
