using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>What a shard owes one provider; the amounts only grow.</summary>
/// <param name="Accepted">Pay of all receipts the shard has taken.</param>
/// <param name="Earned">Pay of receipts in batches that were cut; what the earnings root states.</param>
/// <param name="Paid">Paid by confirmed batches.</param>
/// <param name="Drawn">Drawn from the vault by proof.</param>
/// <param name="OwedSince">Since when something earned waits to be paid; null when nothing does.</param>
[GenerateSerializer, Immutable, Alias("cocoon.provider-tally")]
public sealed record ProviderTally(
    [property: Id(0)] Nano Accepted,
    [property: Id(1)] Nano Earned,
    [property: Id(2)] Nano Paid,
    [property: Id(3)] Nano Drawn,
    [property: Id(4)] DateTimeOffset? OwedSince)
{
    public static readonly ProviderTally Zero = new(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero, null);

    /// <summary>Earned and not yet paid in any way.</summary>
    public Nano Owed => Earned - Paid - Drawn;

    /// <summary>The tallies of two shards together.</summary>
    public static ProviderTally operator +(ProviderTally a, ProviderTally b) => new(
        a.Accepted + b.Accepted, a.Earned + b.Earned, a.Paid + b.Paid, a.Drawn + b.Drawn,
        a.OwedSince < b.OwedSince ? a.OwedSince : b.OwedSince ?? a.OwedSince);

    public ProviderTally Earn(Nano pay, DateTimeOffset now)
    {
        var after = this with { Earned = Earned + pay };
        return after with { OwedSince = after.Owed.IsPositive ? OwedSince ?? now : null };
    }

    public ProviderTally Pay(Nano amount, DateTimeOffset now)
    {
        var after = this with { Paid = Paid + amount };
        return after with { OwedSince = after.Owed.IsPositive ? now : null };
    }

    /// <summary>Once nothing is owed, nothing waits; what is left has waited as long as before.</summary>
    public ProviderTally Waiting() => Owed.IsPositive ? this : this with { OwedSince = null };
}
