using System.Collections.Immutable;
using Cocoon.Admin.Tables;

namespace Cocoon.Admin.Market;

/// <summary>What someone should look into, from the picture. Pure.</summary>
public static class Problems
{
    private static readonly TimeSpan LongLag = TimeSpan.FromMinutes(30);

    public static ImmutableArray<Reason> Find(MarketPicture picture, DateTimeOffset now)
    {
        var found = new List<Reason>();
        if (picture.Violations > 0) found.Add(new(Tone.Bad, $"{picture.Violations} assertions of the ledger failed. Stop, and read docs/audit.md."));
        var numbers = MarketNumbers.From(picture, now);
        if (numbers.Differences > 0) found.Add(new(Tone.Bad, $"Books and chain differ in {numbers.Differences} places: no batch is cut there until that is resolved (Batches)."));
        foreach (var view in picture.Shards.Values.Select(shard => shard.View).Where(view => view.Purse is not null))
            found.Add(new(Tone.Bad, $"Settlement {view.Shard} sends no claims and anchors: its wallet {view.Purse!.Wallet} holds {view.Purse.Balance}. Send it {view.Purse.Missing} more."));
        if (numbers.SettlementLag > LongLag) found.Add(new(Tone.Warn, $"The oldest receipt has waited {Words.Span(numbers.SettlementLag.Value)} for its settlement."));
        foreach (var silo in picture.Silos.Values.Where(silo => silo.SilentSince is not null))
            found.Add(new(Tone.Warn, $"Silo {silo.Silo} does not answer, since {Words.Relative(silo.SilentSince!.Value, now)}."));
        var ended = picture.Readings.Newest.Count(reading => reading.View.Appraisal.NotAfter <= now);
        if (ended > 0) found.Add(new(Tone.Warn, $"{ended} providers have no appraisal that counts (Attestation)."));
        if (picture.Rules is { } rules && rules.Models.Keys.Count(model => !picture.Offers.Exists(offer => offer.Offer.Model == model)) is > 0 and var without)
            found.Add(new(Tone.Warn, $"{without} of {rules.Models.Count} models have no offer."));
        if (picture.Totals.Missed > 0) found.Add(new(Tone.Warn, $"{picture.Totals.Missed} events went by unread: the sums here are too low by that."));
        return [.. found];
    }
}
