using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>A difference between books and chain, as the model names it.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Channel">Which channel; 0 for the vault.</param>
/// <param name="Expected">What the books say, where that is a number.</param>
/// <param name="Found">What the chain shows.</param>
internal sealed record ModelDifference(DifferenceKind Kind, int Channel, long Expected = 0, long Found = 0);
