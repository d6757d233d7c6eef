namespace Cocoon.Simulation.Economy;

/// <summary>How sellers of one behaviour fared.</summary>
/// <param name="Name">The behaviour.</param>
/// <param name="Sellers">How many.</param>
/// <param name="Leases">Jobs that were given to them.</param>
/// <param name="Draw">Leases for each slot and hour that they offered, over what honest sellers got; 1 is alike.</param>
/// <param name="DrawByHour">The same, hour by hour; null where there is nothing to compare.</param>
/// <param name="Score">Mean standing at the end, 0 to 1,000.</param>
/// <param name="IncomePerSlot">Mean income of a slot in TON.</param>
internal sealed record BehaviourSummary(string Name, int Sellers, long Leases, double Draw, IReadOnlyList<double?> DrawByHour, double Score, double IncomePerSlot)
{
    public static IReadOnlyList<BehaviourSummary> All(Seller[] sellers, Tally tally, DateTimeOffset end) =>
        [.. Enum.GetValues<Behaviour>().Where(kind => sellers.Any(seller => seller.Behaviour == kind)).Select(kind => Of(kind, sellers, tally, end))];

    private static BehaviourSummary Of(Behaviour kind, Seller[] sellers, Tally tally, DateTimeOffset end)
    {
        var own = Array.FindAll(sellers, seller => seller.Behaviour == kind);
        var hours = Enumerable.Range(0, tally.Hours).ToArray();
        return new BehaviourSummary(
            kind.ToString(), own.Length, hours.Sum(hour => tally.Leases[hour, (int)kind]),
            DrawIn(hours, kind, tally) ?? 0, [.. hours.Select(hour => DrawIn([hour], kind, tally))],
            own.Average(seller => seller.Standing.Score(Core.Money.Nano.Zero, end)),
            own.Sum(static seller => (double)seller.Income) / own.Sum(static seller => seller.Offer.Slots) / Core.Money.Nano.PerTon);
    }

    private static double? DrawIn(int[] hours, Behaviour kind, Tally tally)
    {
        double Rate(Behaviour of) => hours.Sum(hour => tally.Leases[hour, (int)of]) / hours.Sum(hour => tally.Willing[hour, (int)of]);
        var draw = Rate(kind) / Rate(Behaviour.Honest);
        return double.IsFinite(draw) ? draw : null;
    }
}
