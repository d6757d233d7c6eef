using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Routing;
using Cocoon.Grains;
using Cocoon.Grains.Quotes;
using Cocoon.Grains.Routing;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>Finds a provider for a request and opens the job there. Thread-safe.</summary>
internal sealed class JobStarter(
    IGrainFactory grains, MarketCache market, JobRouter router, RouteBook book, WaitingRoom waiting, RouteLog log, IPolicySource policies, KeyGate gate, QuoteDesk quotes, IOptions<GatewayOptions> options,
    IEntropy entropy, TimeProvider time)
{
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Times that a job is opened anew, elsewhere, before its first token.</summary>
    public const int MaxRetries = 2;

    /// <summary>
    /// Jobs of one idempotency key: those before the last were given back, or failed before their first token; or the last is a hedge of
    /// the one before, and one of the two comes to nothing.
    /// </summary>
    public const int MaxJobsOfKey = 8;

    /// <summary>Times that all candidates of a request may refuse while they seem to have slots.</summary>
    private const int MaxRefusals = MaxJobsOfKey - 1;

    /// <summary>Opens a job, when a slot is free.</summary>
    /// <exception cref="ApiException">Nobody serves it, or nobody in time.</exception>
    public async Task<StartedJob> Start(Caller caller, AccountAddress channel, JobWish wish, byte[] body, JobOrigin origin)
    {
        var deadline = time.GetUtcNow() + Timeout(wish);
        var parameters = await market.Parameters();
        if (!parameters.Models.ContainsKey(wish.Model))
            throw new ApiException(404, ErrorTypes.InvalidRequest, "model_not_found", "The model does not exist or this market does not list it. GET /v1/models lists what there is.", "model");
        // A label of metrics, so only now that it is known to be one of the registry's.
        origin.Tags?.Tags.Add(new("gen_ai.request.model", wish.Model));
        var policy = await Policy(wish.Route);
        var offers = (await router.Offers(wish.Model)).List;
        var maxTokens = wish.MaxTokens ?? Rest(wish.PromptTokens, offers);
        if (maxTokens > options.Value.MaxCompletionTokens)
            throw ApiException.BadRequest($"A request asks for at most {options.Value.MaxCompletionTokens} completion tokens here, all choices together.", "max_tokens", "max_tokens_too_large");
        var tier = KeyGate.Require(caller, wish.Model, AskedTier(wish), parameters.DefaultTier);
        var quoted = wish.Quote.IsEmpty ? null : await quotes.Candidates(offers, wish.Quote, caller.Account);
        // Only its provider serves a quote, and its prices hold though the offer has risen.
        if (quoted is not null) wish = wish with { Ceiling = null, Route = wish.Route with { Allow = [quoted[0].Provider] } };
        var session = SessionBook.Key(caller.Account, wish.Model, wish.Route.Session);
        var query = wish.Route.Query(tier, (int)Math.Min(int.MaxValue, (wish.LongestPrompt ?? wish.PromptTokens) + (long)maxTokens), wish.Ceiling, book.Sessions.Find(session));
        var spec = new JobSpec(caller.Account, channel, wish.Model, wish.PromptTokens, checked(maxTokens * wish.Choices), wish.Ceiling, tier, deadline, Tag(caller, body))
        {
            // Choices and inputs have the model's context for themselves; a plain job's sequence is all it has.
            LongestSequence = wish.Choices > 1 || wish.LongestPrompt is not null ? query.Tokens : 0,
            IsDeterministic = wish.Route.IsDeterministic,
            Class = wish.Route.Class,
            Quote = wish.Quote,
        };
        var (lease, ofKey, turn) = await Leased(caller, spec, new RoomWish(wish.Model, caller.Account, query, wish.Route.Priority, deadline) { Waits = wish.Route.Waits }, wish, quoted, origin);
        book.Sessions.Remember(session, lease.Provider);
        log.Add(lease.Job, caller.Account, turn.Route);
        var place = turn.HandOn(lease.Provider);
        book.Refused(turn.Route, wish.Model, lease.Provider);
        return new StartedJob(lease.Job, channel, lease, tier, body, KeyTicket.Of(caller, lease.Job))
        {
            Policy = policy,
            Quantization = turn.Route.Candidates.Find(offer => offer.Provider == lease.Provider)?.Offer.Quantization ?? "",
            Debug = wish.Route.WantsReport ? turn.Route : null,
            Place = place,
            MaxTokens = maxTokens,
            OfKey = ofKey,
            Times = origin.Times,
        };
    }

    /// <summary>Tries candidates in turns until one has a slot.</summary>
    private async Task<(Core.Providers.Lease Lease, int OfKey, Turn Turn)> Leased(Caller caller, JobSpec spec, RoomWish room, JobWish wish, ImmutableList<RoutableOffer>? quoted, JobOrigin origin)
    {
        var key = origin.Key;
        var turn = await waiting.Enter(room, origin.HangUp);
        for (var refusals = 0; ; refusals++)
        {
            try
            {
                var candidates = turn.Route.Candidates;
                if (candidates.IsEmpty) throw NoCandidate.Of(turn.Route, wish);
                if (quoted is not null) candidates = quoted;
                var (lease, ofKey) = key is not null
                    ? await StartKeyed(caller, key, origin.From + refusals, spec, candidates, origin)
                    : (await StartFunded(caller, spec, candidates, origin), 0);
                return (lease, ofKey, turn);
            }
            catch (RefusedException busy) when (busy.Code == RefusalCode.ProviderBusy && refusals < MaxRefusals - origin.From)
            {
                turn.Dispose();
                book.Refused(turn.Route, wish.Model, null);
                turn = await waiting.Return(turn, room, origin.HangUp);
            }
            catch
            {
                turn.Dispose();
                throw;
            }
        }
    }

    /// <summary>The job of an idempotency key, or of one of the retries after it came to nothing.</summary>
    public static JobId JobOf(Caller caller, string key, int retry) =>
        // A header has no line ends, so no caller's key can be that of another one's retry.
        JobId.FromIdempotencyKey(caller.Account.Raw, retry == 0 ? key : $"{key}\n{retry}");

    /// <summary>
    /// A deposit made a moment ago may not be in the books yet: before a caller reads that the balance is too low, the chain
    /// is asked once more.
    /// </summary>
    private async Task<Core.Providers.Lease> StartFunded(Caller caller, JobSpec spec, ImmutableList<RoutableOffer> candidates, JobOrigin origin)
    {
        try
        {
            return await Start(caller, null, spec, candidates, origin);
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.InsufficientBalance)
        {
            var before = (await grains.Channel(spec.Channel).View()).Deposit;
            var after = (await grains.Channel(spec.Channel).Open()).Deposit;
            if (after == before) throw;
            return await Start(caller, null, spec, candidates, origin);
        }
    }

    /// <summary>
    /// A key is one job; one that was given back, or failed without anything delivered, is followed by the next of the key's few
    /// ids, so that every gateway and every retry finds the same, live one. After each refusal of busy providers the search begins
    /// one later.
    /// </summary>
    private async Task<(Core.Providers.Lease Lease, int OfKey)> StartKeyed(Caller caller, string key, int from, JobSpec spec, ImmutableList<RoutableOffer> candidates, JobOrigin origin)
    {
        for (var retry = from; ; retry++)
        {
            try
            {
                var id = JobOf(caller, key, retry);
                return (await Start(caller, id, spec, candidates, origin), retry);
            }
            catch (RefusedException refused) when (retry < MaxJobsOfKey - 1 && (refused.Code is RefusalCode.EvidenceRefused or RefusalCode.EngineFailed))
            {
                // Charged nothing, and never will.
            }
        }
    }

    /// <summary>Starts a job through the loss of a silo. One whose fate is not known never runs, because nobody has its lease; its hold ends by its deadline.</summary>
    private Task<Core.Providers.Lease> Start(Caller caller, JobId? keyed, JobSpec spec, ImmutableList<RoutableOffer> candidates, JobOrigin origin) => Idempotent.Call(() =>
    {
        var id = keyed ?? NewId();
        return gate.Open(caller, id, isNew: keyed is null, spec, candidates, origin.Headers, () => grains.Job(id).Start(spec, candidates));
    }, time, CancellationToken.None);

    /// <summary>Without a limit of the caller's, the answer gets what the largest context leaves it.</summary>
    private int Rest(int promptTokens, IReadOnlyList<RoutableOffer> offers)
    {
        var context = offers.Select(offer => offer.Offer.ContextLength).DefaultIfEmpty(int.MaxValue).Max();
        return Math.Max(1, Math.Min(options.Value.DefaultMaxTokens, context - promptTokens));
    }

    private static Tier? AskedTier(JobWish wish)
    {
        if (wish.Tier is not { } name) return null;
        return TierNames.TryParse(name, out var tier)
            ? tier
            : throw ApiException.BadRequest($"'cocoon.tier' is one of {TierNames.CcGpu}, {TierNames.CpuTee}, {TierNames.Open} and {TierNames.Simulated}.", "cocoon.tier", "invalid_value");
    }

    /// <summary>The policy by which this gateway judges machines.</summary>
    private async Task<HexBytes> Policy(RouteWish wish)
    {
        var policy = (await policies.Current()).Hash();
        return wish.Policy.IsEmpty || wish.Policy == policy
            ? policy
            : throw new ApiException(409, ErrorTypes.Conflict, "policy_not_met", $"Machines are judged here by policy {policy}, not by the one of 'cocoon.policy'. Read it, or ask another gateway.", "cocoon.policy");
    }

    /// <summary>How long a job may take: what its caller wishes, or less.</summary>
    public TimeSpan Timeout(JobWish wish)
    {
        var longest = wish.Route.Class == JobClass.Batch ? options.Value.BatchTimeout : options.Value.JobTimeout;
        return wish.DeadlineMs is { } wanted && wanted < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(wanted) : longest;
    }

    private JobId NewId()
    {
        Span<byte> random = stackalloc byte[10];
        entropy.Fill(random);
        return JobId.New(time.GetUtcNow(), random);
    }

    /// <summary>Tells a retry of the same request from another one under the same key. Keyed, so that nobody can guess prompts by it.</summary>
    private static HexBytes Tag(Caller caller, byte[] body) => new(HMACSHA256.HashData(Encoding.UTF8.GetBytes(caller.Key.Reveal()), body));
}
