using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>Finds a provider for a request and opens the job there. Thread-safe.</summary>
internal sealed class JobStarter(
    IGrainFactory grains, MarketCache market, PromptBound bound, IOptions<GatewayOptions> options, IEntropy entropy, TimeProvider time)
{
    public const string IdempotencyHeader = "Idempotency-Key";

    private const int MaxIdempotencyKey = 255;

    /// <summary>Opens the job of a request that this gateway may read.</summary>
    public Task<StartedJob> Start(Caller caller, AccountAddress channel, ChatCompletionRequest request, byte[] body, HttpContext http) =>
        Start(caller, channel, new JobWish(request.Model, bound.Of(request), request.MaxTokens, request.Market.Tier, Ceiling(request.Market.PriceCeiling), request.Market.DeadlineMs), body, http);

    /// <summary>Opens a job.</summary>
    public async Task<StartedJob> Start(Caller caller, AccountAddress channel, JobWish wish, byte[] body, HttpContext http)
    {
        var parameters = await market.Parameters();
        if (!parameters.Models.ContainsKey(wish.Model))
            throw new ApiException(404, ErrorTypes.InvalidRequest, "model_not_found", "The model does not exist or this market does not list it. GET /v1/models lists what there is.", "model");
        var offers = await market.Offers(wish.Model);
        var (promptTokens, maxTokens) = (wish.PromptTokens, wish.MaxTokens ?? Rest(wish.PromptTokens, offers));
        var tier = LeastTier(wish, parameters);
        var now = time.GetUtcNow();
        var criteria = new RouteCriteria(tier, wish.Ceiling, promptTokens + maxTokens);
        var candidates = Router.Pick(offers, criteria, Random.Shared, now);
        if (candidates.Count == 0) throw NoCandidate(offers, criteria, now);

        var (id, isRetry) = Id(caller, http, now);
        var spec = new JobSpec(caller.Account, channel, wish.Model, promptTokens, maxTokens, wish.Ceiling, tier, now + Timeout(wish), Tag(caller, body));
        var lease = await StartFunded(id, spec, [.. candidates], mayTryAgain: !isRetry);
        return new StartedJob(lease.Job, channel, lease, tier, body);
    }

    /// <summary>
    /// A deposit made a moment ago may not be in the books yet: before a caller reads that the balance is too low, the chain
    /// is asked once more.
    /// </summary>
    private async Task<Core.Providers.Lease> StartFunded(JobId id, JobSpec spec, ImmutableList<RoutableOffer> candidates, bool mayTryAgain)
    {
        try
        {
            return await grains.Job(id).Start(spec, candidates);
        }
        catch (RefusedException refused) when (mayTryAgain && refused.Code == RefusalCode.InsufficientBalance)
        {
            var before = (await grains.Channel(spec.Channel).View()).Deposit;
            var after = (await grains.Channel(spec.Channel).Open()).Deposit;
            if (after == before) throw;
            return await grains.Job(NewId(time.GetUtcNow())).Start(spec, candidates);
        }
    }

    /// <summary>Without a limit of the caller's, the answer gets what the largest context leaves it.</summary>
    private int Rest(int promptTokens, ImmutableList<RoutableOffer> offers)
    {
        var context = offers.Select(offer => offer.Offer.ContextLength).DefaultIfEmpty(int.MaxValue).Max();
        return Math.Max(1, Math.Min(options.Value.DefaultMaxTokens, context - promptTokens));
    }

    private static Tier LeastTier(JobWish wish, MarketParameters parameters)
    {
        if (wish.Tier is not { } name) return parameters.DefaultTier;
        return TierNames.TryParse(name, out var tier)
            ? tier
            : throw ApiException.BadRequest($"'cocoon.tier' is one of {TierNames.CcGpu}, {TierNames.CpuTee}, {TierNames.Open} and {TierNames.Simulated}.", "cocoon.tier", "invalid_value");
    }

    private static PriceList? Ceiling(PriceCeiling? ceiling) => ceiling is null
        ? null
        : new PriceList(new Nano(ceiling.Prompt), new Nano(ceiling.CachedPrompt), new Nano(ceiling.Completion), new Nano(ceiling.Reasoning));

    private TimeSpan Timeout(JobWish wish) => wish.DeadlineMs is { } wanted && wanted < options.Value.JobTimeout.TotalMilliseconds
        ? TimeSpan.FromMilliseconds(wanted)
        : options.Value.JobTimeout;

    private (JobId Id, bool IsRetry) Id(Caller caller, HttpContext http, DateTimeOffset now)
    {
        var key = http.Request.Headers[IdempotencyHeader].ToString();
        if (key.Length == 0) return (NewId(now), false);
        return key.Length <= MaxIdempotencyKey
            ? (JobId.FromIdempotencyKey(caller.Account.Raw, key), true)
            : throw ApiException.BadRequest($"The header {IdempotencyHeader} has at most {MaxIdempotencyKey} characters.", IdempotencyHeader);
    }

    private JobId NewId(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[10];
        entropy.Fill(random);
        return JobId.New(now, random);
    }

    /// <summary>Tells a retry of the same request from another one under the same key. Keyed, so that nobody can guess prompts by it.</summary>
    private static HexBytes Tag(Caller caller, byte[] body) => new(HMACSHA256.HashData(Encoding.UTF8.GetBytes(caller.Key.Reveal()), body));

    /// <summary>Says what kept the nearest offers from suiting.</summary>
    private static ApiException NoCandidate(ImmutableList<RoutableOffer> offers, RouteCriteria criteria, DateTimeOffset now)
    {
        var reasons = offers.Select(offer => Router.Refusal(offer, criteria, now)).OfType<RefusalCode>().ToHashSet();
        if (reasons.Contains(RefusalCode.RequestRefused))
        {
            var context = offers.Max(offer => offer.Offer.ContextLength);
            return ApiException.BadRequest($"This model's maximum context length is {context} tokens. Your messages and max_tokens together ask for up to {criteria.Tokens}.", "messages", "context_length_exceeded");
        }
        if (reasons.Contains(RefusalCode.PriceAboveCeiling))
            return RefusalErrors.ToApi(new Refusal(RefusalCode.PriceAboveCeiling, "Every provider of this model asks more than your price ceiling. Raise 'cocoon.price_ceiling' or wait."));
        if (reasons.Contains(RefusalCode.TierNotMet))
            return RefusalErrors.ToApi(new Refusal(RefusalCode.TierNotMet, $"No provider of this model meets tier '{criteria.LeastTier.Name()}'. Providers here are of tier {string.Join(", ", offers.Select(offer => offer.Tier.Name()).Distinct())}."));
        return RefusalErrors.ToApi(new Refusal(RefusalCode.NoOffer, "No provider of this model is online. Try again soon."));
    }
}
