using System.Collections.Immutable;
using Cocoon.Core.Reputation;

namespace Cocoon.Grains.Reputation;

/// <summary>A provider's scores in one epoch.</summary>
/// <param name="Epoch">The epoch, without its lines.</param>
/// <param name="Header">Its first leaf.</param>
/// <param name="Proofs">One for each model.</param>
[GenerateSerializer, Immutable, Alias("cocoon.proven-scores")]
public sealed record ProvenScores([property: Id(0)] Epoch Epoch, [property: Id(1)] string Header, [property: Id(2)] ImmutableList<EpochProof> Proofs);
