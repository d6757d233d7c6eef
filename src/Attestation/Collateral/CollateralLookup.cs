namespace Cocoon.Attestation.Collateral;

/// <summary>What the store says to a question.</summary>
/// <param name="Held">The document at hand.</param>
/// <param name="UnderWay">Ends when a search for it, or for a newer one, does.</param>
/// <param name="IsMine">Whether whoever asked has to do that search.</param>
/// <param name="Crowd">How many searches keep this one from being begun; zero when none do.</param>
internal readonly record struct CollateralLookup(HeldCollateral? Held, TaskCompletionSource? UnderWay, bool IsMine, int Crowd);
