namespace Cocoon.Attestation.Collateral;

/// <summary>A document at hand.</summary>
/// <param name="Item">The document.</param>
/// <param name="Window">When it counts.</param>
/// <param name="RefreshAt">From then on a newer one is looked for.</param>
internal sealed record HeldCollateral(CollateralItem Item, CollateralWindow Window, DateTimeOffset RefreshAt);
