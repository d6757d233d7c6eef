namespace Cocoon.Simulation.Economy;

/// <summary>One model's day.</summary>
/// <param name="Id">The model.</param>
/// <param name="Sellers">Who sells it.</param>
/// <param name="Slots">Their slots.</param>
/// <param name="Jobs">Jobs asked for.</param>
/// <param name="Refused">Of them without an answer.</param>
/// <param name="MeanPrice">TON for a million answer tokens, over all leased tokens of interactive jobs.</param>
/// <param name="MeanUtilisation">Share of slots in use of machines that were up.</param>
/// <param name="Prices">The price in each window; null where nothing was leased.</param>
/// <param name="Utilisations">The share in use in each window.</param>
internal sealed record ModelSummary(string Id, int Sellers, int Slots, long Jobs, long Refused, double MeanPrice, double MeanUtilisation, IReadOnlyList<double?> Prices, IReadOnlyList<double> Utilisations)
{
    public static ModelSummary Of(ModelLine line, Cell[] cells)
    {
        var (tokens, used, up) = (cells.Sum(static cell => cell.Tokens), cells.Sum(static cell => cell.SlotsUsed), cells.Sum(static cell => cell.SlotsUp));
        return new ModelSummary(
            line.Id, line.Sellers.Length, line.Sellers.Sum(static seller => seller.Offer.Slots), cells.Sum(static cell => cell.Arrived), cells.Sum(static cell => cell.Refused),
            tokens > 0 ? Ton(cells.Sum(static cell => cell.PricedTokens) / tokens) : 0,
            up > 0 ? (double)used / up : 0,
            Array.ConvertAll(cells, static cell => cell.Tokens > 0 ? Ton(cell.PricedTokens / cell.Tokens) : (double?)null),
            Array.ConvertAll(cells, static cell => cell.Utilisation));
    }

    private static double Ton(double nano) => nano / Core.Money.Nano.PerTon;
}
