using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Azure;

/// <summary>The signing keys of one instance of Azure Attestation, from the instance itself. Thread-safe.</summary>
public interface IAzureKeys
{
    /// <summary>Fetches the keys as collateral for <see cref="AzureVerifier"/>.</summary>
    /// <exception cref="AzureAttestationException">The instance does not answer, or with something else.</exception>
    Task<CollateralItem> GetKeysAsync(CancellationToken cancellationToken = default);
}
