using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Reputation;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Grains;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Reputation;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Providers;

/// <summary>
/// A provider's reputation for each model, explained, and the proof of the scores that went on chain (docs/reputation.md).
/// Open to everyone.
/// </summary>
internal sealed class StandingEndpoint(IGrainFactory grains)
{
    public async Task Get(HttpContext http)
    {
        if (!AccountAddress.TryParse((string?)http.Request.RouteValues["provider"], out var provider))
            throw ApiException.BadRequest("A provider is named by its wallet's raw address.", "provider");
        var view = await View(provider);
        await AccountJson.Write(http, new StandingAnswer(
            provider, view.Appraisal.Tier.Name(), [.. view.Offers.Select(offer => offer.Model)], view.Scores, Of(await grains.Epochs().Prove(provider))));
    }

    /// <summary>Elsewhere an unknown provider is one that is away, worth another attempt; here it is the wrong address.</summary>
    private async Task<ProviderView> View(AccountAddress provider)
    {
        try
        {
            return await grains.Provider(provider).View();
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.ProviderUnknown)
        {
            throw new ApiException(404, ErrorTypes.InvalidRequest, "provider_not_found", "No provider has registered with this wallet. Quotes and receipts name the wallets of those there are.", "provider");
        }
    }

    private static EpochAnswer? Of(ProvenScores? proven) => proven is null ? null : new EpochAnswer(
        proven.Epoch.Number, proven.Epoch.ClosedAt, proven.Header, proven.Epoch.Root, proven.Epoch.Transaction.IsEmpty ? null : proven.Epoch.Transaction,
        [.. proven.Proofs.Select(proof => new ProofAnswer(proof.Line.ToString(), proof.Index, proof.Count, proof.Path))]);

    private sealed record StandingAnswer(
        AccountAddress Provider, string Tier, IReadOnlyList<string> Offers, ImmutableList<ScoreView> Scores, EpochAnswer? Epoch);

    /// <param name="Number">Which.</param>
    /// <param name="ClosedAt">When.</param>
    /// <param name="Header">The first leaf.</param>
    /// <param name="Root">The hash.</param>
    /// <param name="Transaction">The vault's transaction that carries it; null until it is final.</param>
    /// <param name="Proofs">One for each line of the provider.</param>
    private sealed record EpochAnswer(long Number, DateTimeOffset ClosedAt, string Header, HexBytes Root, HexBytes? Transaction, IReadOnlyList<ProofAnswer> Proofs);

    private sealed record ProofAnswer(string Line, int Index, int Count, ImmutableList<HexBytes> Path);
}
