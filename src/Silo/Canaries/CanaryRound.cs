using Cocoon.Client;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Audits;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Canaries;

/// <summary>
/// One probe: buys the same deterministic answer of an idle provider and of another one, as any client would. Answers that differ
/// prove nothing by themselves, so both jobs are audited then, whether they were drawn or not.
/// </summary>
public sealed partial class CanaryRound(ICocoonClient client, IGrainFactory grains, MarketParameters market, TimeProvider time, ILogger<CanaryRound> logger)
{
    /// <param name="model">Model id.</param>
    /// <param name="dice">Chooses providers and words.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public async Task<CanaryOutcome> Run(string model, Random dice, CancellationToken cancellationToken)
    {
        if (Pair(await grains.Market(model).Snapshot(), dice, time.GetUtcNow()) is not { } pair) return CanaryOutcome.NoPair;
        var question = CanaryQuestion.Make(model, dice);
        if (await Ask(question, pair.Idle, cancellationToken) is not { } first) return CanaryOutcome.Failed;
        if (await Ask(question, pair.Other, cancellationToken) is not { } second) return CanaryOutcome.Failed;
        if (first.Text == second.Text) return CanaryOutcome.Agree;
        // Without a share of audits no machine keeps what it served: asking for it would call honest ones silent.
        if (market.Incentives.AuditBps == 0)
        {
            LogNotAudited(model, first.JobId, second.JobId);
            return CanaryOutcome.Differ;
        }
        LogDiffer(model, first.JobId, second.JobId);
        foreach (var (receipt, offer) in (IEnumerable<(SignedReceipt?, RoutableOffer)>)[(first.Receipt, pair.Idle), (second.Receipt, pair.Other)])
            if (receipt is not null) await grains.AuditLane(receipt.Receipt.Job).Audit(new AuditCase(receipt, question.MaxTokens!.Value) { IsEdge = offer.IsEdge });
        return CanaryOutcome.Differ;
    }

    /// <summary>A provider without work where there is one, and any other of the same tier.</summary>
    private static (RoutableOffer Idle, RoutableOffer Other)? Pair(IReadOnlyList<RoutableOffer> offers, Random dice, DateTimeOffset now)
    {
        var fresh = offers.Where(offer => offer.FreshUntil > now && offer.InUse < offer.Offer.Slots).OrderBy(static offer => offer.Provider.Raw, StringComparer.Ordinal).ToArray();
        dice.Shuffle(fresh);
        foreach (var idle in fresh.OrderBy(static offer => offer.InUse > 0))
            if (fresh.FirstOrDefault(offer => offer.Provider != idle.Provider && offer.Tier == idle.Tier) is { } other) return (idle, other);
        return null;
    }

    private async Task<ChatResult?> Ask(ChatRequest question, RoutableOffer provider, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ChatAsync(question with { Tier = Core.Trust.TierNames.Name(provider.Tier), Providers = new ProviderFilter([provider.Provider]) }, cancellationToken);
        }
        catch (CocoonException e)
        {
            LogFailed(provider.Provider, question.Model, e.Message);
            return null;
        }
    }

    [LoggerMessage(1921, LogLevel.Warning, "Two providers of '{Model}' gave different answers to one deterministic request: jobs {First} and {Second} are audited.")]
    private partial void LogDiffer(string model, string first, string second);

    [LoggerMessage(1924, LogLevel.Warning, "Two providers of '{Model}' gave different answers to one deterministic request: jobs {First} and {Second}. The registry's AuditBps is 0, so nothing is kept that could be audited.")]
    private partial void LogNotAudited(string model, string first, string second);

    [LoggerMessage(1922, LogLevel.Information, "Provider {Provider} did not answer a probe of '{Model}': {Message}")]
    private partial void LogFailed(AccountAddress provider, string model, string message);
}
