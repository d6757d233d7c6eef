using AzureClient = global::Azure.Security.Attestation.AttestationClient;

namespace Cocoon.Attestation.Azure.Sdk.Package;

/// <summary>
/// <see cref="IAzureSigners"/> over the package Azure.Security.Attestation 1.0.0. Built only where the package is. Register
/// its client as a singleton.
/// </summary>
/// <param name="client">The package's client.</param>
public sealed class AttestationClientSigners(AzureClient client) : IAzureSigners
{
    public Uri Endpoint => client.Endpoint;

    public async Task<IReadOnlyList<AzureSigner>> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.GetSigningCertificatesAsync(cancellationToken);
            return [.. answer.Value.Select(signer => new AzureSigner(
                signer.CertificateKeyId, [.. signer.SigningCertificates.Select(certificate => (ReadOnlyMemory<byte>)certificate.RawData)]))];
        }
        catch (global::Azure.RequestFailedException e)
        {
            throw new AzureAttestationException($"certs: Azure Attestation answered {e.Status}. Check the client's endpoint.", e.Status == 0 ? null : (System.Net.HttpStatusCode)e.Status, e);
        }
    }
}
