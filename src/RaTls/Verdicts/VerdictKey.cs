using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.Verdicts;

/// <summary>All that a verdict depends on besides the time: another policy or other collateral makes every cached verdict stale.</summary>
internal readonly record struct VerdictKey(HexBytes Evidence, HexBytes Policy, HexBytes Collateral);
