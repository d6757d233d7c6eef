using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Grains.Settlement;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Providers;

/// <summary>
/// What a provider has earned, and for each vault the newest proof of it: its ticket to the money if the market is ever
/// gone. Open to everyone, as the same figures are on chain.
/// </summary>
internal sealed class EarningsEndpoint(IGrainFactory grains, MarketCache market)
{
    public async Task Get(HttpContext http)
    {
        if (!AccountAddress.TryParse((string?)http.Request.RouteValues["provider"], out var provider))
            throw ApiException.BadRequest("A provider is named by its wallet's raw address.", "provider");
        var vaults = (await market.Parameters()).Vaults;
        var earnings = await Task.WhenAll(vaults.Select((vault, shard) => Of(shard, vault, provider)));
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, earnings, ReceiptJson.Options, http.RequestAborted);
    }

    private async Task<VaultEarnings> Of(int shard, AccountAddress vault, AccountAddress provider)
    {
        var settlement = grains.Settlement(shard);
        var tally = await settlement.Earnings(provider);
        EarningsProof? proof = null;
        // The newest batch on chain; a seqno that a draw used up has none.
        for (var seqno = (await settlement.View()).NextSeqno; seqno > 0 && proof is null && tally.Earned.IsPositive; seqno--)
        {
            if (await grains.Batch(shard, seqno - 1).View() is null) continue;
            proof = await grains.Batch(shard, seqno - 1).EarningsProof(provider);
            break;
        }
        return new VaultEarnings(vault, tally, proof);
    }

    private sealed record VaultEarnings(AccountAddress Vault, ProviderTally Earnings, EarningsProof? Proof);
}
