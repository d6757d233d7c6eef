using System.Text.Json;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains.Quotes;
using Cocoon.Grains.Routing;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Quotes;

/// <summary>Asks providers for binding prices, and negotiates about them.</summary>
internal sealed class QuotesEndpoint(Authenticator authenticator, MarketCache market, OfferBook book, QuoteDesk desk)
{
    private const int MaxBodyBytes = 4096;

    public async Task Ask(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var posted = await Read<PostedQuote>(http, static quote => quote.IsWhole,
            "The body is a JSON object with 'model', 'max_prompt_tokens' and 'max_tokens', and if wanted 'tier' and 'class' (interactive or batch).");
        var parameters = await market.Parameters();
        if (!parameters.Models.ContainsKey(posted.Model))
            throw new ApiException(404, ErrorTypes.InvalidRequest, "model_not_found", "The model does not exist or this market does not list it. GET /v1/models lists what there is.", "model");
        var tier = KeyGate.Require(caller, posted.Model, Tier(posted), parameters.DefaultTier);
        var answers = await desk.Ask((await book.Of(posted.Model)).List, caller.Account, posted.Model, (posted.MaxPromptTokens, posted.MaxTokens), tier, posted.Class);
        http.Response.StatusCode = StatusCodes.Status201Created;
        await Write(http, new { Quotes = answers.Quotes.ConvertAll(QuoteAnswer.Of), answers.Unanswered });
    }

    public async Task Counter(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var posted = await Read<PostedCounter>(http, static counter => counter.Prices.IsValid,
            "The body is a JSON object with 'prices': 'prompt', 'cached_prompt', 'completion' and 'reasoning' in nano per million tokens, none below zero.");
        var quote = HexBytes.TryParse((string?)http.Request.RouteValues["id"], out var id) ? id : default;
        await Write(http, QuoteAnswer.Of(await desk.Counter(quote, caller.Account, posted.Prices)));
    }

    private static Tier? Tier(PostedQuote posted)
    {
        if (posted.Tier is not { } name) return null;
        return TierNames.TryParse(name, out var tier)
            ? tier
            : throw ApiException.BadRequest($"'tier' is one of {TierNames.CcGpu}, {TierNames.CpuTee}, {TierNames.Open} and {TierNames.Simulated}.", "tier", "invalid_value");
    }

    private static async Task<T> Read<T>(HttpContext http, Func<T, bool> isWhole, string form) where T : class
    {
        var body = await RequestBody.Read(http, MaxBodyBytes);
        try
        {
            if (JsonSerializer.Deserialize<T>(body, ReceiptJson.Strict) is { } posted && isWhole(posted)) return posted;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // Said below.
        }
        throw ApiException.BadRequest(form);
    }

    private static async Task Write<T>(HttpContext http, T answer)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, ReceiptJson.Options), http.RequestAborted);
    }
}
