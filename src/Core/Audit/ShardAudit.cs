using Cocoon.Core.Accounts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>A shard's totals, added up again from its receipts and batches (I1, I4, I6, I8, I10).</summary>
internal static class ShardAudit
{
    public static void Check(ShardBooks shard, BooksIndex index, FindingList findings)
    {
        var channels = new Dictionary<AccountAddress, (long Count, Int128 Charged)>();
        var accepted = new Dictionary<AccountAddress, Int128>();
        var earned = new Dictionary<AccountAddress, Int128>();
        var (count, fees, bonuses) = (0L, Int128.Zero, Int128.Zero);
        foreach (var (line, batch) in shard.Lines)
        {
            count++;
            fees += line.Fee.Value;
            bonuses += line.Bonus.Value;
            var channel = channels.GetValueOrDefault(line.Channel);
            channels[line.Channel] = (channel.Count + 1, channel.Charged + line.Charge());
            accepted[line.Provider] = accepted.GetValueOrDefault(line.Provider) + line.Pay.Value;
            if (batch is not null) earned[line.Provider] = earned.GetValueOrDefault(line.Provider) + line.Pay.Value;
        }
        if (count != shard.State.ReceiptCount) findings.Add("I6", shard.Name, $"took {shard.State.ReceiptCount} receipts and has {count}");
        findings.Compare("I10", shard.Name, "the fees do not add up", fees, shard.State.Fees.Value);
        findings.Compare("I10", shard.Name, "the bonuses do not add up", bonuses, shard.State.Bonuses.Value);
        CheckChannels(shard, channels, index, findings);
        CheckProviders(shard, accepted, earned, findings);
    }

    private static void CheckChannels(ShardBooks shard, Dictionary<AccountAddress, (long Count, Int128 Charged)> channels, BooksIndex index, FindingList findings)
    {
        foreach (var stranger in channels.Keys.Where(channel => !shard.State.Channels.ContainsKey(channel)))
            findings.Add("I6", shard.Name, $"has receipts of channel {stranger}, from which it took none");
        foreach (var (channel, tally) in shard.State.Channels)
        {
            var (count, charged) = channels.GetValueOrDefault(channel);
            if (count != tally.LastNumber) findings.Add("I6", shard.Name, $"took {tally.LastNumber} receipts of channel {channel} and has {count}");
            findings.Compare("I1", shard.Name, $"the charges of channel {channel} do not add up", charged, tally.Charged.Value);
            if (tally.Charged > tally.Voucher.Voucher.Amount) findings.Add("I4", shard.Name, $"took charges of {tally.Charged} from channel {channel}, and has a voucher for {tally.Voucher.Voucher.Amount}");
            if (!index.Books.Channels.ContainsKey(channel)) findings.Add("I8", shard.Name, $"knows channel {channel}, which has no books");
        }
    }

    private static void CheckProviders(ShardBooks shard, Dictionary<AccountAddress, Int128> accepted, Dictionary<AccountAddress, Int128> earned, FindingList findings)
    {
        var paid = new Dictionary<AccountAddress, Int128>();
        foreach (var payout in shard.Closed.SelectMany(batch => batch.Payouts)) paid[payout.Provider] = paid.GetValueOrDefault(payout.Provider) + payout.Amount.Value;
        foreach (var provider in accepted.Keys.Concat(paid.Keys).Concat(shard.State.Providers.Keys).Distinct())
        {
            var tally = shard.State.Providers.GetValueOrDefault(provider, ProviderTally.Zero);
            findings.Compare("I1", shard.Name, $"the pay taken for provider {provider} does not add up", accepted.GetValueOrDefault(provider), tally.Accepted.Value);
            findings.Compare("I1", shard.Name, $"the pay in batches for provider {provider} does not add up", earned.GetValueOrDefault(provider), tally.Earned.Value);
            findings.Compare("I1", shard.Name, $"the payouts to provider {provider} do not add up", paid.GetValueOrDefault(provider), tally.Paid.Value);
            if (shard.State.Open is { } open && open.Payouts.Where(payout => payout.Provider == provider).Select(payout => payout.Amount).Sum() > (Int128)tally.Earned.Value - tally.Paid.Value - tally.Drawn.Value)
                findings.Add("I1", shard.Name, $"its open batch pays provider {provider} more than the {tally.Owed} that are owed");
            if (tally.Drawn.IsNegative || (Int128)tally.Paid.Value + tally.Drawn.Value > tally.Earned.Value)
                findings.Add("I1", shard.Name, $"provider {provider} earned {tally.Earned}, was paid {tally.Paid} and drew {tally.Drawn}");
        }
    }
}
