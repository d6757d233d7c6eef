using Cocoon.Simulation.Chain.Machine;

namespace Cocoon.Simulation.Chain;

/// <summary>An account with its history. Immutable, so that undoing a block is putting the old ones back.</summary>
/// <param name="State">The account.</param>
/// <param name="Last">Its newest transaction; null for none.</param>
internal sealed record LedgerEntry(ChainAccount State, LedgerTransaction? Last);
