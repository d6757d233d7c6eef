using System.Collections.Immutable;
using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Reputation;
using Cocoon.Core.Trust;

namespace Cocoon.Admin.Sheets;

/// <summary>All providers that were seen: on the market, or told of by events.</summary>
internal static class ProviderSheet
{
    public const string Name = "providers";

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Providers",
        [
            Column.Text("Provider"), Column.Text("State"), Column.Text("Region"), Column.Text("Tier"), Column.Text("Appraisal ends"), Column.Text("Fails next"),
            Column.Count("Offers"), Column.Text("Reputation"), Column.Count("In use"), Column.Count("Slots"), Column.Count("Jobs"), Column.Count("Failed"), Column.Span("First token p50"),
            Column.Ton("Earned"), Column.Ton("Owed"), Column.Text("Last job"),
        ],
        [.. Ids(picture).Select(id => Line(picture, id, now))],
        "No provider has been seen yet.");

    /// <summary>The state of a provider in one word.</summary>
    public static Cell State(MarketPicture picture, AccountAddress provider, DateTimeOffset now)
    {
        var view = picture.Readings.Find(provider)?.View;
        var draining = view?.Draining ?? picture.Providers.Find(provider)?.IsDraining ?? false;
        if (view is not null && view.Appraisal.NotAfter <= now) return Cell.Badge("not trusted", Tone.Bad);
        if (draining) return Cell.Badge("draining", Tone.Warn);
        return picture.Offers.Exists(offer => offer.Provider == provider) ? Cell.Badge("on the market", Tone.Good) : Cell.Badge("silent", Tone.Bad);
    }

    public static IEnumerable<AccountAddress> Ids(MarketPicture picture) => picture.Offers.Select(offer => offer.Provider)
        .Concat(picture.Readings.Newest.Select(reading => reading.View.Id)).Concat(picture.Providers.Newest.Select(story => story.Id)).Distinct().Order();

    /// <summary>From the worst of its models to the best.</summary>
    private static Cell Reputation(ImmutableList<ScoreView>? scores, RoutableOffer[] offers)
    {
        var known = offers.Length > 0 ? [.. offers.Select(offer => offer.Reputation).OfType<int>()] : scores?.Select(score => score.Score).ToArray() ?? [];
        if (known.Length == 0) return Cell.None;
        var (least, most) = (known.Min(), known.Max());
        return Cell.Of(least == most ? Words.Number(least) : $"{Words.Number(least)} – {Words.Number(most)}");
    }

    private static Row Line(MarketPicture picture, AccountAddress id, DateTimeOffset now)
    {
        var offers = picture.Offers.Where(offer => offer.Provider == id).ToArray();
        var reading = picture.Readings.Find(id);
        var story = picture.Providers.Find(id) ?? new ProviderStory(id);
        var next = reading?.Findings.FirstOrDefault(finding => finding.FailsAt is not null);
        return new Row(id.Raw,
        [
            Cell.Account(id, Name), State(picture, id, now),
            Cell.Of(string.Join(", ", (reading?.View.Offers.Select(offer => offer.Region) ?? offers.Select(offer => offer.Offer.Region)).Distinct())),
            Cell.Of(reading?.View.Appraisal.Tier.Name() ?? (offers.Length > 0 ? offers[0].Tier.Name() : null)),
            Cell.Time(reading?.View.Appraisal.NotAfter, now),
            next is null ? Cell.None : Cell.Badge($"{next.Component} {Words.Relative(next.FailsAt!.Value, now)}", Tone.Warn, next.Failure.ToString()),
            Cell.Number(offers.Length), Reputation(reading?.View.Scores, offers), Cell.Number(offers.Sum(offer => offer.InUse)), Cell.Number(offers.Sum(offer => offer.Offer.Slots)),
            Cell.Number(story.Completed), Cell.Number(story.Failed), Cell.Span(story.FirstToken.Quantile(0.5)),
            reading is null ? Cell.None : Cell.Ton(reading.View.Earnings.Accepted),
            reading is null ? Cell.None : Cell.Ton(reading.View.Earnings.Accepted - reading.View.Earnings.Paid - reading.View.Earnings.Drawn),
            Cell.Time(story.LastJobAt, now),
        ]);
    }
}
