using Cocoon.Core.Money;
using Cocoon.Core.Trust;

namespace Cocoon.Ton.Registry;

/// <summary>The market's rules that the registry does not hold: each market configures its own.</summary>
/// <param name="DefaultTier">The least tier for callers who name none.</param>
/// <param name="MinGrace">Least grace of a channel that is accepted.</param>
/// <param name="MaxUnclaimed">Signed and not yet claimed by a vault at most, in nano; reaching it cuts a batch.</param>
/// <param name="MaxDebtAge">A provider whose pay is too small to be worth a transfer waits at most this long for it.</param>
public sealed record OffChainRules(Tier DefaultTier, TimeSpan MinGrace, Nano MaxUnclaimed, TimeSpan MaxDebtAge);
