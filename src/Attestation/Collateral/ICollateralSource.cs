namespace Cocoon.Attestation.Collateral;

/// <summary>A place to get vendors' documents from. What it gives is signed, so it is asked only to be there. Thread-safe.</summary>
public interface ICollateralSource
{
    /// <summary>For logs, such as "Intel PCS".</summary>
    string Name { get; }

    /// <returns>The document; null when this source does not have it, or does not have such documents at all.</returns>
    /// <exception cref="CollateralSourceException">The source failed; the message says what to do.</exception>
    Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken);
}
