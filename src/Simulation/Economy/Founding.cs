using System.Collections.Frozen;
using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Economy;

/// <summary>Makes the members of a market from the seed, and demand that asks for the given share of what they can do.</summary>
internal static class Founding
{
    private static readonly FrozenSet<string>[] RegionSets = [.. Habits.Regions.Select(region => FrozenSet.Create(StringComparer.Ordinal, region))];
    private static readonly HexBytes Weights = new(new byte[32]);

    public static (ModelLine[] Lines, Seller[] Sellers, Buyer[] Buyers) Found(EconomyOptions options)
    {
        var weights = Enumerable.Range(1, options.Models).Select(rank => Math.Pow(rank, -Habits.ZipfExponent)).ToArray();
        var (counts, clients) = (Shares(options.Providers, weights), Shares(options.Clients, weights));
        var sellers = new List<Seller>(options.Providers);
        var buyers = new Buyer[options.Clients];
        var lines = new ModelLine[options.Models];
        var firstClient = 0;
        for (var model = 0; model < lines.Length; model++)
        {
            var own = Sell(options, model, counts[model], sellers.Count);
            sellers.AddRange(own);
            // No client of a model: somebody else's stands in, so that every model is asked for.
            var index = Enumerable.Range(Math.Min(firstClient, options.Clients - 1), Math.Max(1, clients[model])).ToArray();
            firstClient += clients[model];
            lines[model] = Line(options, model, own, index, Buy(options, model, index, buyers));
        }

        return (lines, [.. sellers], buyers);
    }

    private static ModelLine Line(EconomyOptions options, int model, Seller[] sellers, int[] index, AliasTable clients)
    {
        // Long answers and prompts are cut at their bounds; means of a thousand draws are near enough.
        var dice = Dice.For(options.Seed, "lengths", (ulong)model);
        var (prompt, answer) = (0.0, 0.0);
        const int draws = 20_000;
        for (var draw = 0; draw < draws; draw++)
        {
            prompt += Math.Min(Habits.MostPrompt, dice.LogNormal(Habits.PromptMean, Habits.PromptSigma)) / draws;
            answer += Math.Min(Habits.MostAnswer, dice.LogNormal(Habits.AnswerMean, Habits.AnswerSigma)) / draws;
        }

        var perSecond = sellers.Sum(seller => seller.Offer.Slots / (prompt / seller.PromptRate + answer / seller.Rate));
        var bursts = 1 + Habits.BurstShare * Habits.BurstLength;
        return new ModelLine
        {
            Index = model,
            Id = Name(model),
            UsualPrices = UsualPrices(model),
            Sellers = sellers,
            Clients = clients,
            ClientIndex = index,
            Delay = (long)(options.TwinSeconds * Habits.Second),
            ArrivalTicks = Habits.Second * bursts / (options.Load * perSecond),
        };
    }

    private static Seller[] Sell(EconomyOptions options, int model, int count, int first)
    {
        var dice = Dice.For(options.Seed, "sellers", (ulong)model);
        var sellers = new Seller[count];
        for (var row = 0; row < count; row++)
        {
            var behaviour = BehaviourOf(first + row, options, dice);
            var (tier, speed, level) = (PickShare(dice, Habits.Tiers, static tier => tier.Supply), PickShare(dice, Habits.Speeds, static speed => speed.Share), dice.Below(Habits.PriceLevels.Length));
            if (behaviour == Behaviour.Cheats) level = 0;
            var auto = behaviour is Behaviour.Honest && dice.Chance(Habits.AutoPriceShare);
            var usual = UsualPrices(model);
            var prices = Scale(usual, Habits.PriceLevels[level]);
            var rate = Habits.Speeds[speed].Rate;
            var offer = new Offer(Name(model), Weights, "bf16", Habits.Context, prices, Habits.Sizes[PickShare(dice, Habits.Sizes, static size => size.Share)].Slots, Habits.Regions[dice.Below(Habits.Regions.Length)])
            {
                BatchPrices = dice.Chance(Habits.TakesBatchShare) ? Scale(prices, 0.5) : null,
                Profile = new ModelProfile(MarketRun.Epoch, 250, 600, 1_000 / rate, 1_500 / rate, rate, rate, rate),
            };
            sellers[row] = new Seller
            {
                Index = first + row,
                Model = model,
                Row = row,
                Behaviour = behaviour,
                Rate = behaviour switch { Behaviour.Slow => rate / 3, Behaviour.Cheats => rate * 1.5, _ => rate },
                PromptRate = rate * 60,
                Peers = (((model * Habits.Tiers.Length + tier) * Habits.Speeds.Length + speed) * Habits.PriceLevels.Length + level) * 2 + (auto ? 1 : 0),
                AutoPrices = auto,
                Floor = Scale(usual, 0.6),
                Ceiling = Scale(usual, 2),
                Announced = new RoutableOffer(Account(1, first + row), offer, Habits.Tiers[tier].Tier, 0, DateTimeOffset.MaxValue),
            };
        }

        return sellers;
    }

    private static AliasTable Buy(EconomyOptions options, int model, int[] index, Buyer[] buyers)
    {
        var dice = Dice.For(options.Seed, "buyers", (ulong)model);
        var weights = new double[index.Length];
        for (var at = 0; at < index.Length; at++)
        {
            weights[at] = Math.Min(2_000, dice.Pareto(Habits.ClientShape));
            buyers[index[at]] = new Buyer
            {
                Account = Account(2, index[at]),
                Model = model,
                Gateway = dice.Below(options.Gateways),
                LeastTier = Habits.Tiers[PickShare(dice, Habits.Tiers, static tier => tier.Demand)].Tier,
                Ceiling = dice.Chance(Habits.CeilingShare) ? Scale(UsualPrices(model), 1 + 1.2 * dice.Uniform()) : null,
                Regions = dice.Chance(Habits.RegionShare) ? RegionSets[dice.Below(RegionSets.Length)] : null,
                Preference = dice.Below(10) switch { < 6 => RoutePreference.Balanced, < 8 => RoutePreference.Price, 8 => RoutePreference.Latency, _ => RoutePreference.Throughput },
                HasSession = dice.Chance(Habits.SessionShare),
                IsBatch = dice.Chance(Habits.BatchShare),
                LastSeller = -1,
            };
        }

        return new AliasTable(weights);
    }

    /// <summary>The first of a market are the bad ones, so that even small markets have one of each.</summary>
    private static Behaviour BehaviourOf(int seller, EconomyOptions options, Dice dice)
    {
        if (options.Providers >= 10 && seller < 3) return (Behaviour)(seller + 1);
        var draw = dice.Uniform();
        if (draw < Habits.SlowShare) return Behaviour.Slow;
        if (draw < Habits.SlowShare + Habits.FailsFastShare) return Behaviour.FailsFast;
        return draw < Habits.SlowShare + Habits.FailsFastShare + Habits.CheatsShare ? Behaviour.Cheats : Behaviour.Honest;
    }

    private static string Name(int model) => string.Create(CultureInfo.InvariantCulture, $"model-{model + 1:00}");

    /// <summary>The most popular costs 0.1 and 0.4 TON a million tokens, each next one a little more.</summary>
    private static PriceList UsualPrices(int model) =>
        Scale(new PriceList(new Nano(Nano.PerTon / 10), new Nano(Nano.PerTon / 40), new Nano(Nano.PerTon * 4 / 10), new Nano(Nano.PerTon * 4 / 10)), 1 + 0.15 * model);

    private static PriceList Scale(PriceList prices, double factor) => new(
        new Nano((long)(prices.Prompt.Value * factor)), new Nano((long)(prices.CachedPrompt.Value * factor)),
        new Nano((long)(prices.Completion.Value * factor)), new Nano((long)(prices.Reasoning.Value * factor)));

    private static AccountAddress Account(byte kind, int number)
    {
        var hash = new byte[32];
        // Spread as real hashes are: whoever looks at the first bytes only still tells accounts apart.
        var dice = new Dice((ulong)number * 4 + kind);
        for (var at = 0; at < hash.Length; at++) hash[at] = (byte)dice.Below(256);
        return AccountAddress.From(0, hash);
    }

    /// <summary>So many of <paramref name="all"/> for each weight, at least one while there are enough, and all in all.</summary>
    private static int[] Shares(int all, double[] weights)
    {
        var (sum, given) = (weights.Sum(), 0);
        var shares = Array.ConvertAll(weights, weight => Math.Max(1, (int)(all * weight / sum)));
        for (var at = shares.Length - 1; at >= 0; at--) given += shares[at] = Math.Min(shares[at], Math.Max(0, all - given));
        shares[0] += all - given;
        return shares;
    }

    private static int PickShare<T>(Dice dice, T[] kinds, Func<T, double> share)
    {
        var draw = dice.Uniform() * kinds.Sum(share);
        for (var at = 0; at < kinds.Length - 1; at++)
            if ((draw -= share(kinds[at])) < 0) return at;
        return kinds.Length - 1;
    }
}
