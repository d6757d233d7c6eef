using System.Text.Json;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains.Routing;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Models;

/// <summary>The models that providers offer now, with our price, context and tier facts as extra keys.</summary>
internal sealed class ModelsEndpoint(Authenticator authenticator, MarketCache market, ReferenceCache references, OfferBook book, RouteBook seen, TimeProvider time)
{
    public async Task List(HttpContext http)
    {
        await authenticator.Authenticate(http);
        var parameters = await market.Parameters();
        var offers = new List<(string Model, IReadOnlyList<RoutableOffer> Offers, ReferencePrices? Reference)>();
        foreach (var model in parameters.Models.Keys.Order(StringComparer.Ordinal)) offers.Add((model, await Fresh(model), await references.Of(model)));
        await Write(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var (model, list, reference) in offers) WriteModel(json, model, parameters, list, reference);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task Get(HttpContext http)
    {
        await authenticator.Authenticate(http);
        // Ids such as "maker/model" come as they are or escaped.
        var id = Uri.UnescapeDataString((string?)http.Request.RouteValues["id"] ?? "");
        var parameters = await market.Parameters();
        if (!parameters.Models.ContainsKey(id)) throw new ApiException(404, ErrorTypes.InvalidRequest, "model_not_found", "The model does not exist or this market does not list it.", "model");
        var (offers, reference) = (await Fresh(id), await references.Of(id));
        await Write(http, json => WriteModel(json, id, parameters, offers, reference));
    }

    private async Task<IReadOnlyList<RoutableOffer>> Fresh(string model)
    {
        var (view, now) = (await book.Of(model), time.GetUtcNow());
        return [.. view.List.Where(offer => offer.FreshUntil > now)];
    }

    private void WriteModel(Utf8JsonWriter json, string model, MarketParameters parameters, IReadOnlyList<RoutableOffer> offers, ReferencePrices? reference)
    {
        json.WriteStartObject();
        json.WriteString("id", model);
        json.WriteString("object", "model");
        // The registry does not say when it listed a model.
        json.WriteNumber("created", 0);
        json.WriteString("owned_by", "cocoon");
        json.WriteStartObject("cocoon");
        json.WriteString("weight_hash", parameters.Models[model].ToString());
        json.WriteNumber("providers", offers.Count);
        if (offers.Count > 0)
        {
            json.WriteNumber("context_length", offers.Max(offer => offer.Offer.ContextLength));
            json.WriteStartArray("tiers");
            foreach (var tier in offers.Select(offer => offer.Tier).Distinct().Order()) json.WriteStringValue(tier.Name());
            json.WriteEndArray();
            json.WriteStartArray("regions");
            foreach (var region in offers.Select(offer => offer.Offer.Region).Distinct().Order(StringComparer.Ordinal)) json.WriteStringValue(region);
            json.WriteEndArray();
            json.WriteNumber("slots", offers.Sum(offer => offer.Offer.Slots));
            json.WriteNumber("slots_in_use", offers.Sum(offer => offer.InUse));
            json.WriteStartObject("lowest_price_nano_per_million_tokens");
            json.WriteNumber("prompt", Lowest(offers, offer => offer.Offer.Prices.Prompt));
            json.WriteNumber("cached_prompt", Lowest(offers, offer => offer.Offer.Prices.CachedPrompt));
            json.WriteNumber("completion", Lowest(offers, offer => offer.Offer.Prices.Completion));
            json.WriteNumber("reasoning", Lowest(offers, offer => offer.Offer.Prices.Reasoning));
            json.WriteEndObject();
            WriteSpeed(json, model, offers);
            WriteProfile(json, offers);
        }
        if (reference is not null) WriteReference(json, reference);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What the model was sold for in the last day, as settled; a kind that was not sold has no price.</summary>
    private static void WriteReference(Utf8JsonWriter json, ReferencePrices reference)
    {
        json.WriteStartObject("reference_price");
        foreach (var (kind, price) in ((string, Nano?)[])[("prompt", reference.Prompt), ("cached_prompt", reference.CachedPrompt), ("completion", reference.Completion), ("reasoning", reference.Reasoning)])
            if (price is { } known) json.WriteNumber(kind, known.Value);
        json.WriteNumber("receipts", reference.Receipts);
        json.WriteString("since", reference.Since);
        json.WriteEndObject();
    }

    /// <summary>The fastest that this gateway has seen of late; absent where it has seen none.</summary>
    private void WriteSpeed(Utf8JsonWriter json, string model, IReadOnlyList<RoutableOffer> offers)
    {
        var healths = offers.Select(offer => seen.HealthOf(offer.Provider, model)).OfType<ProviderHealth>().ToList();
        if (healths.Min(static health => health.FirstTokenMs) is not { } first) return;
        json.WriteStartObject("best_speed");
        json.WriteNumber("first_token_ms", Math.Round(first, 1));
        if (healths.Max(static health => health.TokensPerSecond) is { } rate) json.WriteNumber("tokens_per_second", Math.Round(rate, 1));
        json.WriteEndObject();
    }

    /// <summary>What the provider of the fastest offer says that it measured: a claim, unlike the speed that was seen.</summary>
    private static void WriteProfile(Utf8JsonWriter json, IReadOnlyList<RoutableOffer> offers)
    {
        if (offers.Select(static offer => offer.Offer.Profile).OfType<ModelProfile>().MaxBy(static profile => profile.RateAt1) is not { } profile) return;
        json.WriteStartObject("provider_profile");
        json.WriteNumber("measured_at", profile.MeasuredAt.ToUnixTimeSeconds());
        json.WriteNumber("first_token_ms_p50", Math.Round(profile.FirstTokenP50, 1));
        json.WriteNumber("first_token_ms_p95", Math.Round(profile.FirstTokenP95, 1));
        json.WriteNumber("between_tokens_ms_p50", Math.Round(profile.BetweenTokensP50, 1));
        json.WriteNumber("between_tokens_ms_p95", Math.Round(profile.BetweenTokensP95, 1));
        json.WriteNumber("tokens_per_second_at_1", Math.Round(profile.RateAt1, 1));
        // 0 is "not measured".
        if (profile.RateAt8 > 0) json.WriteNumber("tokens_per_second_at_8", Math.Round(profile.RateAt8, 1));
        if (profile.RateAt32 > 0) json.WriteNumber("tokens_per_second_at_32", Math.Round(profile.RateAt32, 1));
        json.WriteEndObject();
    }

    private static long Lowest(IReadOnlyList<RoutableOffer> offers, Func<RoutableOffer, Nano> price) => offers.Min(offer => price(offer).Value);

    private static async Task Write(HttpContext http, Action<Utf8JsonWriter> body)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Json.Bytes(body), http.RequestAborted);
    }
}
