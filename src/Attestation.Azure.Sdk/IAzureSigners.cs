namespace Cocoon.Attestation.Azure.Sdk;

/// <summary>The one call of the package that is used. A seam, so that all but the call itself builds and is tested without it.</summary>
public interface IAzureSigners
{
    /// <summary>The instance: scheme and host.</summary>
    Uri Endpoint { get; }

    /// <exception cref="AzureAttestationException">The instance does not answer.</exception>
    Task<IReadOnlyList<AzureSigner>> GetAsync(CancellationToken cancellationToken);
}
