namespace Cocoon.Attestation.Azure;

/// <summary>
/// One instance of Azure Attestation: hardware evidence in, tokens out. What it answers is not verified here; that is
/// <see cref="AzureVerifier"/>'s. Thread-safe.
/// </summary>
/// <exception cref="AzureAttestationException">Each call, when the instance refuses or does not answer.</exception>
public interface IAzureAttestation : IAzureKeys
{
    /// <param name="report">SEV-SNP report, 1184 bytes.</param>
    /// <param name="certificates">VCEK, ASK and ARK, PEM.</param>
    /// <param name="runtimeData">What the report data is the SHA-256 of; null when the report data stands for itself.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The token in compact form.</returns>
    Task<string> AttestSevSnpAsync(ReadOnlyMemory<byte> report, ReadOnlyMemory<byte> certificates, AzureRuntimeData? runtimeData = null, CancellationToken cancellationToken = default);

    /// <param name="quote">TDX quote.</param>
    /// <param name="runtimeData">What the report data is the SHA-256 of; null when the report data stands for itself.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The token in compact form.</returns>
    Task<string> AttestTdxAsync(ReadOnlyMemory<byte> quote, AzureRuntimeData? runtimeData = null, CancellationToken cancellationToken = default);

    /// <param name="attestationInfo">What Microsoft's guest library collects on the machine, JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's token; the service may have sealed it to the machine's TPM.</returns>
    Task<string> AttestGuestAsync(ReadOnlyMemory<byte> attestationInfo, CancellationToken cancellationToken = default);

    /// <summary>The instance's OpenID configuration, which must name this instance and no other.</summary>
    Task<AzureConfiguration> GetConfigurationAsync(CancellationToken cancellationToken = default);
}
