using System.Runtime.CompilerServices;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Tokens;

/// <summary>
/// Key sets read from collateral, each once. An entry lives as long as its document does, so there are never more than in the
/// snapshots in use; native keys go with it. Thread-safe.
/// </summary>
internal sealed class KeySetCache
{
    private readonly ConditionalWeakTable<CollateralItem, JsonWebKeySet> _sets = [];

    /// <param name="collateral">Where the set should be.</param>
    /// <param name="issuer">Whose.</param>
    /// <param name="keys">The set when the result is none.</param>
    public AttestationFailure Find(CollateralSnapshot collateral, string issuer, out JsonWebKeySet keys)
    {
        keys = null!;
        if (collateral.Find(CollateralKind.JsonWebKeys, issuer) is not { } item) return AttestationFailure.CollateralMissing;
        if (_sets.TryGetValue(item, out var known))
        {
            keys = known;
            return AttestationFailure.None;
        }
        if (!JsonWebKeySet.TryParse(item.Body.Span, out keys, out var failure)) return failure;
        _sets.TryAdd(item, keys);
        return AttestationFailure.None;
    }
}
