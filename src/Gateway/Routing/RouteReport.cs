using System.Text.Json;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Routing;

/// <summary>Why a request went where it went: public facts about offers, what they were compared by, nobody's prompt.</summary>
internal static class RouteReport
{
    private const int MaxOffers = 64;

    /// <summary>Writes the fields of a report into an object that was begun.</summary>
    public static void Write(Utf8JsonWriter json, Route route)
    {
        var verdicts = route.Explain();
        json.WriteNumber("offers", verdicts.Count);
        json.WriteStartArray("candidates");
        // Candidates, what else suits from the best on, and what does not.
        foreach (var verdict in verdicts.OrderBy(static verdict => verdict.Place == 0).ThenBy(static verdict => verdict.Place).ThenBy(static verdict => verdict.Refusal != RouteRefusal.None).ThenBy(static verdict => verdict.Score).Take(MaxOffers)) Write(json, verdict);
        json.WriteEndArray();
        json.WriteStartObject("refusals");
        foreach (var refused in verdicts.Where(static verdict => verdict.Place == 0 && verdict.Refusal != RouteRefusal.None).GroupBy(static verdict => verdict.Refusal))
            json.WriteNumber(Name(refused.Key), refused.Count());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in OfferVerdict verdict)
    {
        var offer = verdict.Offer;
        json.WriteStartObject();
        json.WriteString("provider", offer.Provider.Raw);
        json.WriteString("verdict", verdict.Place > 0 ? $"candidate {verdict.Place}" : verdict.Refusal == RouteRefusal.None ? "not_needed" : Name(verdict.Refusal));
        json.WriteString("tier", offer.Tier.Name());
        json.WriteString("region", offer.Offer.Region);
        json.WriteString("quantization", offer.Offer.Quantization);
        json.WriteNumber("prompt_price", offer.Offer.Prices.Prompt.Value);
        json.WriteNumber("completion_price", offer.Offer.Prices.Completion.Value);
        json.WriteNumber("slots", offer.Offer.Slots);
        json.WriteNumber("in_use", verdict.Load);
        Number(json, "score", verdict.Score);
        Number(json, "price_ratio", verdict.PriceRatio);
        Number(json, "wait_ratio", verdict.WaitRatio);
        Number(json, "rate_ratio", verdict.RateRatio);
        Number(json, "quality", verdict.Quality);
        if (verdict.StartShare < 1) Number(json, "start_share", verdict.StartShare);
        if (verdict.HasAffinity) json.WriteBoolean("affinity", true);
        json.WriteEndObject();
    }

    /// <summary>An offer without a price for this class of jobs has no score.</summary>
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, Math.Round(value, 4));
    }

    private static string Name(RouteRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());
}
