using Cocoon.Core.Accounts;

namespace Cocoon.Core.Settlement;

/// <summary>One place where books and chain differ.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Account">The contract it was found at.</param>
/// <param name="Expected">What the books say.</param>
/// <param name="Found">What the chain shows.</param>
/// <param name="Since">When it was first found.</param>
[GenerateSerializer, Immutable, Alias("cocoon.difference")]
public sealed record Difference(
    [property: Id(0)] DifferenceKind Kind,
    [property: Id(1)] AccountAddress Account,
    [property: Id(2)] string Expected,
    [property: Id(3)] string Found,
    [property: Id(4)] DateTimeOffset Since)
{
    /// <summary>Whether both tell the same, whenever they were found.</summary>
    public bool IsSame(Difference other) => this with { Since = other.Since } == other;

    public override string ToString() => $"{Kind} at {Account}: expected {Expected}, found {Found}";
}
