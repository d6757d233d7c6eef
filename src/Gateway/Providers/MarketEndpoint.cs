using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Providers;

/// <summary>The market's rules, for whoever thinks of joining it. Open to everyone, as all of it is on chain but the stake's terms, which are once a stake is.</summary>
internal sealed class MarketEndpoint(MarketCache market, IOptions<GatewayOptions> options)
{
    public async Task Get(HttpContext http)
    {
        var rules = await market.Parameters();
        var answer = new MarketAnswer(
            rules.NetworkId, rules.Registry, rules.Vaults, rules.FeeBps, rules.DefaultTier.Name(),
            [.. rules.Models.OrderBy(static model => model.Key, StringComparer.Ordinal).Select(static model => new ListedModel(model.Key, model.Value))],
            options.Value.Login.Domains, options.Value.Stake is { } stake ? StakeAnswer.Of(stake) : null);
        await AccountJson.Write(http, answer);
    }

    private sealed record MarketAnswer(
        int NetworkId, AccountAddress Registry, ImmutableList<AccountAddress> Vaults, int FeeBps, string DefaultTier,
        IReadOnlyList<ListedModel> Models, IReadOnlyList<string> LoginDomains, StakeAnswer? Stake);

    private sealed record ListedModel(string Id, HexBytes WeightHash);

    private sealed record StakeAnswer(
        AccountAddress Slasher, AccountAddress Arbiter, AccountAddress Beneficiary, uint UnbondingSeconds, uint SlashSeconds, uint AppealSeconds, Nano LeastNano)
    {
        public static StakeAnswer Of(StakeOptions stake) => new(
            stake.Slasher, stake.Arbiter, stake.Beneficiary, Seconds(stake.Unbonding), Seconds(stake.SlashDelay), Seconds(stake.AppealTimeout), stake.Least);

        private static uint Seconds(TimeSpan time) => checked((uint)time.TotalSeconds);
    }
}
