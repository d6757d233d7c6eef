using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Routing;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Chat;

/// <summary>What a request means to the market. Thread-safe.</summary>
internal sealed class WishReader(PromptBound bound)
{
    /// <exception cref="ApiException">What it asks of the market cannot be understood.</exception>
    public JobWish Of(ServedRequest request) => request switch
    {
        ChatCompletionRequest chat => Of(chat),
        EmbeddingRequest embedding => Of(embedding),
        _ => throw new NotSupportedException($"Requests are chats, completions or embeddings, not {request.GetType().Name}."),
    };

    /// <summary>COCOON names a request in its body; here a header does, and comes first.</summary>
    public static void Name(HttpContext http, ServedRequest request)
    {
        if (request.Market.RequestGuid is { } guid && http.Request.Headers[JobStarter.IdempotencyHeader].Count == 0)
            http.Request.Headers[JobStarter.IdempotencyHeader] = guid;
    }

    private JobWish Of(ChatCompletionRequest chat)
    {
        var wish = Wish(chat, bound.Of(chat), chat.MaxTokens);
        return wish with
        {
            Choices = chat.Choices,
            PromptField = chat.RawPrompt is null ? "messages" : "prompt",
            Route = wish.Route with { IsDeterministic = chat.Sampling.Temperature == 0 || chat.Sampling.Seed is not null },
        };
    }

    private JobWish Of(EmbeddingRequest request)
    {
        var bounds = request.Inputs.Select(input => bound.Of(request.Model, input)).ToList();
        // No text is made; each input has the context for itself.
        return Wish(request, bounds.Sum(), 0) with { LongestPrompt = bounds.Max(), PromptField = "input" };
    }

    private static JobWish Wish(ServedRequest request, int promptTokens, int? maxTokens)
    {
        var market = request.Market;
        return new JobWish(request.Model, promptTokens, maxTokens, market.Tier, Ceiling(market.PriceCeiling), market.DeadlineMs) 
        {
            Route = RouteWish.Of(market),
            Quote = HexBytes.TryParse(market.Quote, out var quote) ? quote : default,
        };
    }

    private static PriceList? Ceiling(PriceCeiling? ceiling) => ceiling is null
        ? null
        : new PriceList(new Nano(ceiling.Prompt), new Nano(ceiling.CachedPrompt), new Nano(ceiling.Completion), new Nano(ceiling.Reasoning));
}
