using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Cocoon.Client.Transport;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Quotes;
using Cocoon.Grains.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Client.Cluster;

/// <summary>Finds a provider for a request and opens the job there, as a gateway does. Thread-safe.</summary>
internal sealed class JobOpener(IGrainFactory grains, QuoteDesk quotes, ClusterClientOptions options, IEntropy entropy, TimeProvider time) : IDisposable
{
    private readonly OfferBook _offers = new(grains, time, NullLogger<OfferBook>.Instance);
    private readonly RouteBook _book = new(time);
    private readonly OpenJobs _open = new(time);

    public async Task<Lease> Open(JobWish wish, MarketParameters rules, AccountAddress owner, AccountAddress channel)
    {
        if (!rules.Models.ContainsKey(wish.Model)) throw new RefusedException(RefusalCode.ModelUnknown, $"This market does not list the model '{wish.Model}'.");
        var now = time.GetUtcNow();
        var offers = await _offers.Of(wish.Model);
        var quoted = wish.Quote is { } quote ? await quotes.Candidates(offers.List, quote, owner) : null;
        var maxTokens = wish.MaxTokens ?? Rest(wish, offers.List);
        var session = SessionBook.Key(owner, wish.Model, wish.Session);
        var query = new RouteQuery(LeastTier(wish.Tier, rules), (wish.LongestPrompt ?? wish.MaxPromptTokens) + maxTokens)
        {
            // A quote holds though the offer has risen.
            Ceiling = quoted is null ? wish.PriceCeiling : null,
            Class = wish.Class ?? JobClass.Interactive,
            Preference = wish.Prefer switch
            {
                Client.Preference.Price => RoutePreference.Price,
                Client.Preference.Latency => RoutePreference.Latency,
                Client.Preference.Throughput => RoutePreference.Throughput,
                _ => RoutePreference.Balanced,
            },
            Allow = wish.Providers?.Allow is { Count: > 0 } allow ? allow.ToFrozenSet() : null,
            Deny = wish.Providers?.Deny is { Count: > 0 } deny ? deny.ToFrozenSet() : null,
            Regions = wish.Regions is { Count: > 0 } regions ? regions.ToFrozenSet(StringComparer.Ordinal) : null,
            Affinity = _book.Sessions.Find(session),
        };
        var route = new JobRouter(_offers, _book, Random.Shared, time).Pick(wish.Model, offers, query);
        if (quoted is null && route.Candidates.IsEmpty) throw NoCandidate(route);
        var timeout = wish.DeadlineMs is { } wanted ? TimeSpan.FromMilliseconds(wanted) : options.JobTimeout;
        var spec = new JobSpec(owner, channel, wish.Model, wish.MaxPromptTokens, checked(maxTokens * wish.Choices), wish.PriceCeiling, query.LeastTier, now + timeout, Tag(wish))
        {
            LongestSequence = query.Tokens,
            IsDeterministic = wish.Deterministic ?? false,
            Class = query.Class,
            Quote = wish.Quote ?? default,
        };
        var lease = await Leased(Id(wish, owner, now), spec, route, quoted);
        _book.Sessions.Remember(session, lease.Provider);
        return lease;
    }

    /// <summary>A job has ended, however it did.</summary>
    public void Ended(JobId job) => _open.Remove(job);

    /// <summary>A provider did not answer: it is left alone for a while.</summary>
    public void Failed(Lease lease) => _book.Failed(lease.Provider, lease.Model);

    public void Dispose() => _offers.Dispose();

    private async Task<Lease> Leased(JobId job, JobSpec spec, Route route, ImmutableList<RoutableOffer>? quoted)
    {
        try
        {
            var lease = await grains.Job(job).Start(spec, quoted ?? route.Candidates);
            _open.Add(lease, _book);
            _book.Refused(route, spec.Model, lease.Provider);
            return lease;
        }
        catch (RefusedException busy) when (busy.Code == RefusalCode.ProviderBusy)
        {
            _book.Refused(route, spec.Model, null);
            throw;
        }
    }

    /// <summary>Without a limit of the caller's, the answer gets what the largest context leaves it.</summary>
    private int Rest(JobWish wish, IReadOnlyList<RoutableOffer> offers)
    {
        var context = offers.Select(static offer => offer.Offer.ContextLength).DefaultIfEmpty(int.MaxValue).Max();
        return Math.Max(1, Math.Min(options.DefaultMaxTokens, context - wish.MaxPromptTokens));
    }

    public static Tier LeastTier(string? asked, MarketParameters rules)
    {
        if (asked is not { } name) return rules.DefaultTier;
        return TierNames.TryParse(name, out var tier)
            ? tier
            : throw new RefusedException(RefusalCode.RequestRefused, $"A tier is one of {TierNames.CcGpu}, {TierNames.CpuTee}, {TierNames.Open} and {TierNames.Simulated}.");
    }

    /// <summary>Says what kept the nearest offers from suiting.</summary>
    private static RefusedException NoCandidate(Route route)
    {
        var reasons = route.Explain().Select(static verdict => verdict.Refusal).ToHashSet();
        var code = reasons.Contains(RouteRefusal.ContextTooShort) ? RefusalCode.RequestRefused
            : reasons.Contains(RouteRefusal.PriceAboveCeiling) ? RefusalCode.PriceAboveCeiling
            : reasons.Contains(RouteRefusal.TierNotMet) ? RefusalCode.TierNotMet
            : RefusalCode.NoOffer;
        return new RefusedException(code, "No provider of this model suits: look at the tier, the price ceiling, the regions, the provider lists, the class and the length of the prompt.");
    }

    private JobId Id(JobWish wish, AccountAddress owner, DateTimeOffset now)
    {
        if (wish.IdempotencyKey is { } key) return JobId.FromIdempotencyKey(owner.Raw, key);
        Span<byte> random = stackalloc byte[10];
        entropy.Fill(random);
        return JobId.New(now, random);
    }

    /// <summary>Tells a retry from another request under the same key. It is made of bounds and wishes only, never of the prompt.</summary>
    private static HexBytes Tag(JobWish wish) => new(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(wish with { Challenge = null }, ReceiptJson.Options)));
}
