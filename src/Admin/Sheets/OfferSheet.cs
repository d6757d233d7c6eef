using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Trust;

namespace Cocoon.Admin.Sheets;

/// <summary>All fresh offers, the cheapest of each model first.</summary>
internal static class OfferSheet
{
    public const string Name = "offers";

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Offers",
        [
            Column.Text("Model"), Column.Text("Provider"), Column.Text("Tier"), Column.Text("Region"), Column.Text("Weights"), Column.Count("Context", "tokens"),
            Column.Ton("Prompt"), Column.Ton("Cached"), Column.Ton("Completion"), Column.Ton("Reasoning"),
            Column.Count("First token", "ms"), Column.Count("Speed", "tokens/s"), Column.Count("At 8", "tokens/s"), Column.Count("At 32", "tokens/s"),
            Column.Count("Reputation"), Column.Count("In use"), Column.Count("Slots"), Column.Text("Fresh until"),
        ],
        [
            .. from offer in picture.Offers
               orderby offer.Offer.Model, offer.Offer.Prices.Completion, offer.Provider
               let prices = offer.Offer.Prices
               let speed = offer.Offer.Profile
               select new Row($"{offer.Provider.Raw}/{offer.Offer.Model}",
               [
                   Cell.Of(offer.Offer.Model), Cell.Account(offer.Provider, ProviderSheet.Name), Cell.Of(offer.Tier.Name()), Cell.Of(offer.Offer.Region),
                   Cell.Of(offer.Offer.Quantization, title: offer.Offer.WeightHash.ToString()), Cell.Number(offer.Offer.ContextLength),
                   Cell.Ton(prices.Prompt), Cell.Ton(prices.CachedPrompt), Cell.Ton(prices.Completion), Cell.Ton(prices.Reasoning),
                   Figure(speed?.FirstTokenP50), Figure(speed?.RateAt1), Figure(speed?.RateAt8), Figure(speed?.RateAt32),
                   offer.Reputation is { } score ? Cell.Number(score) : Cell.None, Cell.Number(offer.InUse), Cell.Number(offer.Offer.Slots), Cell.Time(offer.FreshUntil, now),
               ]),
        ],
        "No provider offers anything at present.");

    /// <summary>What the provider measured; nothing where it did not.</summary>
    private static Cell Figure(double? value) => value is > 0 and var known ? Cell.Rate(known) : Cell.None;
}
