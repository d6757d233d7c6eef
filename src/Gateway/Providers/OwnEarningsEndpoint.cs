using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Providers;

/// <summary>
/// What the caller's provider earned: delivered today as its twin heard it, and what the settlement shards owe and have paid,
/// with the newest payments on chain. The two do not agree to the nano at any moment: receipts reach a shard a little later.
/// </summary>
internal sealed class OwnEarningsEndpoint(Authenticator authenticator, MarketCache market, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Newest batches of each shard that are looked at; a batch may be large.</summary>
    private const uint Batches = 16;

    /// <summary>Payments shown.</summary>
    private const int MaxPayouts = 10;

    public async Task Get(HttpContext http)
    {
        var wallet = (await authenticator.Owner(http)).Account;
        var facts = await grains.Provider(wallet).Facts();
        var vaults = (await market.Parameters()).Vaults;
        var shards = await Task.WhenAll(vaults.Select((vault, shard) => Of(shard, vault, wallet)));
        var tally = shards.Aggregate(ProviderTally.Zero, static (sum, shard) => sum + shard.Tally);
        await AccountJson.Write(http, new
        {
            Provider = wallet,
            DeliveredToday = ProviderDays.Since(facts.Days, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)),
            facts.Days,
            AcceptedNano = tally.Accepted,
            PendingNano = tally.Accepted - tally.Earned,
            OwedNano = tally.Owed,
            PaidNano = tally.Paid,
            DrawnNano = tally.Drawn,
            Payouts = shards.SelectMany(static shard => shard.Payouts).OrderByDescending(static payout => payout.At).Take(MaxPayouts),
        });
    }

    private async Task<(ProviderTally Tally, IReadOnlyList<PaidOut> Payouts)> Of(int shard, AccountAddress vault, AccountAddress wallet)
    {
        var settlement = grains.Settlement(shard);
        var tally = await settlement.Earnings(wallet);
        var payouts = new List<PaidOut>();
        if (!tally.Paid.IsPositive) return (tally, payouts);
        var next = (await settlement.View()).NextSeqno;
        for (var seqno = next; seqno > 0 && next - seqno < Batches && payouts.Count < MaxPayouts; seqno--)
        {
            if (await grains.Batch(shard, seqno - 1).View() is not { ConfirmedAt: { } at } batch) continue;
            payouts.AddRange(batch.Payouts.Where(payout => payout.Provider == wallet).Select(payout => new PaidOut(vault, batch.Seqno, payout.Amount, batch.PayoutTransaction, at)));
        }
        return (tally, payouts);
    }

    /// <param name="Vault">Who paid.</param>
    /// <param name="Batch">Seqno of the batch.</param>
    /// <param name="AmountNano">How much.</param>
    /// <param name="Transaction">Hash of the vault's transaction on chain.</param>
    /// <param name="At">When it was confirmed.</param>
    private sealed record PaidOut(AccountAddress Vault, uint Batch, Nano AmountNano, HexBytes Transaction, DateTimeOffset At);
}
