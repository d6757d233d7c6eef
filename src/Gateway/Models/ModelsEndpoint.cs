using System.Text.Json;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Models;

/// <summary>The models that providers offer now, with our price, context and tier facts as extra keys.</summary>
internal sealed class ModelsEndpoint(Authenticator authenticator, MarketCache market)
{
    public async Task List(HttpContext http)
    {
        await authenticator.Authenticate(http);
        var parameters = await market.Parameters();
        var offers = new List<(string Model, IReadOnlyList<RoutableOffer> Offers)>();
        foreach (var model in parameters.Models.Keys.Order(StringComparer.Ordinal)) offers.Add((model, await market.Offers(model)));
        await Write(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var (model, list) in offers) WriteModel(json, model, parameters, list);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task Get(HttpContext http)
    {
        await authenticator.Authenticate(http);
        var id = (string)http.Request.RouteValues["id"]!;
        var parameters = await market.Parameters();
        if (!parameters.Models.ContainsKey(id)) throw new ApiException(404, ErrorTypes.InvalidRequest, "model_not_found", "The model does not exist or this market does not list it.", "model");
        var offers = await market.Offers(id);
        await Write(http, json => WriteModel(json, id, parameters, offers));
    }

    private static void WriteModel(Utf8JsonWriter json, string model, MarketParameters parameters, IReadOnlyList<RoutableOffer> offers)
    {
        json.WriteStartObject();
        json.WriteString("id", model);
        json.WriteString("object", "model");
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
            json.WriteStartObject("lowest_price_nano_per_million_tokens");
            json.WriteNumber("prompt", Lowest(offers, offer => offer.Offer.Prices.Prompt));
            json.WriteNumber("cached_prompt", Lowest(offers, offer => offer.Offer.Prices.CachedPrompt));
            json.WriteNumber("completion", Lowest(offers, offer => offer.Offer.Prices.Completion));
            json.WriteNumber("reasoning", Lowest(offers, offer => offer.Offer.Prices.Reasoning));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static long Lowest(IReadOnlyList<RoutableOffer> offers, Func<RoutableOffer, Nano> price) => offers.Min(offer => price(offer).Value);

    private static async Task Write(HttpContext http, Action<Utf8JsonWriter> body)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Json.Bytes(body), http.RequestAborted);
    }
}
