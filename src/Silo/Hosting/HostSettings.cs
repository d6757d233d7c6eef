using System.Globalization;
using System.Net;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Inference.Models;
using Cocoon.Inference.Upstream;
using Cocoon.Silo.Canaries;
using Cocoon.Silo.Providers.Models;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Stakes;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Hosting;

/// <summary>Makes options from settings that were found good: reads key files, and the market's rules from the chain.</summary>
public static class HostSettings
{
    /// <summary>Waits for the chain as long as it takes.</summary>
    /// <exception cref="RegistryException">There is no registry, or its rules would stop the market.</exception>
    public static async Task<MarketParameters> ReadMarket(CocoonSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        var market = settings.Market;
        if (!TierNames.TryParse(market.LeastTier, out var tier)) throw new ArgumentException("The settings were not validated.", nameof(settings));
        var rules = new OffChainRules(tier, TimeSpan.FromMinutes(market.LeastGraceMinutes), Ton(market.MaxUnclaimedTon), TimeSpan.FromHours(market.MaxDebtHours));
        using var http = new HttpClient();
        var ton = new ToncenterClient(http, new ToncenterOptions { Endpoint = Chain(settings), ApiKey = ApiKey(settings) }, TimeProvider.System, Random.Shared);
        return await MarketRules.ReadWhenReachable(ton, AccountAddress.Parse(settings.Chain.Registry!), market.Models, rules, TimeProvider.System, logger, cancellationToken);
    }

    public static CocoonSiloOptions ToSilo(CocoonSettings settings, MarketParameters market) => new()
    {
        Role = settings.Silo.Role,
        StatePath = settings.Database.Path,
        Postgres = settings.Database.IsPostgres ? settings.Database : null,
        Cluster = settings.Cluster,
        Limits = settings.Silo,
        ChainEndpoint = Chain(settings),
        ChainApiKey = ApiKey(settings),
        Market = market,
        MarketKey = settings.Keys is { MarketKeyFile: { } marketKey } ? KeyFile.ReadKey(marketKey) : null,
        SlasherKey = settings.Audits.SlasherKeyFile is { } slasherKey ? KeyFile.ReadKey(slasherKey) : null,
        Stakes = settings.Audits.Stakes.ToDictionary(static stake => AccountAddress.Parse(stake.Provider!), static stake => AccountAddress.Parse(stake.Contract!)),
        Auditors = [.. settings.Audits.Auditors.Select(AccountAddress.Parse)],
        Canary = settings.Canary is { } canary ? Canary(canary) : null,
        OperatorKey = settings.Keys is { OperatorKeyFile: { } operatorKey } ? KeyFile.ReadKey(operatorKey) : null,
        Trust = Trust(settings.Trust),
        // A silo on a file of its own is alone: there is nobody to prove anything to.
        RaTls = settings.Trust.RaTls && settings.Database.IsPostgres,
        // Nobody could open it otherwise; and a provider's silo hosts nothing but its engine.
        Dashboard = settings is { Silo.Role: SiloRole.Core, Operations.Operators.Count: > 0 },
        Stake = settings.Gateway?.Stake is { } stake ? Stake(stake, market.NetworkId) : null,
        Provider = settings.Provider is { } provider ? Provider(provider) : null,
        SellsByEdge = settings.Edge is not null,
        WalletKey = WalletKey(settings),
    };

    /// <summary>What the gateway tells providers is what their stakes are looked for with. The owner is each provider's own.</summary>
    private static StakeTerms Stake(StakeSettings stake, int networkId) => new(
        networkId, default, AccountAddress.Parse(stake.Slasher!), AccountAddress.Parse(stake.Arbiter!), AccountAddress.Parse(stake.Beneficiary!),
        Seconds(stake.UnbondingHours), Seconds(stake.SlashHours), Seconds(stake.AppealHours), Salt: 0);

    private static uint Seconds(int hours) => checked((uint)hours * 3_600);

    public static CocoonClientOptions ToClient(CocoonSettings settings, MarketParameters market) => new()
    {
        Cluster = settings.Cluster,
        Postgres = settings.Database,
        Limits = settings.Silo,
        ChainEndpoint = Chain(settings),
        ChainApiKey = ApiKey(settings),
        Market = market,
        Trust = Trust(settings.Trust),
        RaTls = settings.Trust.RaTls,
    };

    /// <summary>For the role Edge.</summary>
    public static CocoonClientOptions ToEdge(CocoonSettings settings, MarketParameters market)
    {
        var options = ToClient(settings, market);
        options.Provider = Provider(settings.Provider!);
        options.Gateways = [.. settings.Edge!.Gateways.Select(IPEndPoint.Parse)];
        options.WalletKey = WalletKey(settings);
        return options;
    }

    private static SigningKey? WalletKey(CocoonSettings settings) => settings.Edge?.WalletKeyFile is { } file ? KeyFile.ReadKey(file) : null;

    /// <summary>An amount that was found good.</summary>
    public static Nano Ton(decimal ton) => Nano.TryParseTon(ton.ToString(CultureInfo.InvariantCulture), out var amount)
        ? amount
        : throw new ArgumentException("The settings were not validated.", nameof(ton));

    private static CanaryOptions Canary(CanarySettings canary) => new()
    {
        Channel = AccountAddress.Parse(canary.Channel!),
        VoucherSeed = Convert.FromHexString(KeyFile.ReadSecret(canary.VoucherKeyFile!)),
        VoucherFolder = canary.VoucherFolder!,
        Period = TimeSpan.FromSeconds(canary.PeriodSeconds),
        Models = canary.Models,
    };

    private static readonly PriceList Free = new(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero);

    private static ProviderRoleOptions Provider(ProviderSettings provider)
    {
        return new ProviderRoleOptions
        {
            Wallet = AccountAddress.Parse(provider.Wallet!),
            ModelFolders = [],
            Models = Models(provider),
            MemoryBytes = provider.MemoryBytes,
            UnloadIdle = provider.UnloadIdle,
            AllowToyModels = provider.AllowToyModels,
            ProfileSeconds = provider.ProfileSeconds,
            Upstreams = [.. provider.Upstreams.Select(Upstream)],
            AuditsOnly = provider.AuditsOnly,
            Prices = provider.AuditsOnly ? Free : Prices(provider.Prices),
            Slots = provider.Slots,
            Region = provider.Region,
        };
    }

    /// <summary>All models that the settings name, in whichever form; where one has no path, it is left out.</summary>
    internal static IReadOnlyList<ModelEntry> Models(ProviderSettings provider) =>
    [
        .. provider.ModelFolders.Where(static folder => !string.IsNullOrEmpty(folder)).Select(folder => new ModelEntry(Located(provider, folder), "cpu", provider.Slots)),
        .. provider.Models.Where(static model => !string.IsNullOrEmpty(model.Path)).Select(model => Entry(provider, model)),
    ];

    private static ModelEntry Entry(ProviderSettings provider, ModelSettings model) =>
        new(Located(provider, model.Path!), model.Engine, model.Slots ?? provider.Slots, model.MaxContext, model.MemoryBytes)
        {
            Ask = new ModelAsk(Asked(model.Prices), Asked(model.BatchPrices), Asked(model.Floor)),
        };

    /// <summary>Prices as they are written; null where there are none, or none that can be, which the checks tell of.</summary>
    internal static PriceList? Asked(PriceSettings? prices) => prices is not null && !ProviderChecks.Prices("", prices).Any() ? Prices(prices) : null;

    private static PriceList Prices(PriceSettings prices)
    {
        var (prompt, completion) = (Ton(prices.Prompt!.Value), Ton(prices.Completion!.Value));
        return new PriceList(prompt, prices.CachedPrompt is { } cached ? Ton(cached) : prompt, completion, prices.Reasoning is { } reasoning ? Ton(reasoning) : completion);
    }

    /// <summary>A path as it is written, or as a name in the store.</summary>
    internal static string Located(ProviderSettings provider, string path) => provider.ModelStore is { } store && !Path.Exists(path) ? Path.Combine(store, path) : path;

    private static UpstreamOptions Upstream(UpstreamSettings upstream) => new()
    {
        Endpoint = new Uri(upstream.Endpoint!),
        ApiKey = upstream.ApiKeyFile is { } file ? KeyFile.ReadSecret(file) : null,
        Model = upstream.Model!,
        WeightHash = upstream.WeightHash!.ToLowerInvariant(),
        ContextLength = upstream.ContextLength,
        Slots = upstream.Slots,
        Tokenizer = upstream.TokenizerFolder is { } folder ? ModelFolder.Open(folder).Tokenizer : null,
        AllowPrivateAddresses = upstream.AllowPrivateAddresses,
        Server = upstream.Server,
        HasEmbeddings = upstream.HasEmbeddings,
        HasGenerations = upstream.HasGenerations,
        ProbePeriod = Period(upstream.ProbeSeconds),
        ProbeFailures = upstream.ProbeFailures,
        MetricsPeriod = Period(upstream.MetricsSeconds),
        FirstTimeout = TimeSpan.FromSeconds(upstream.FirstSeconds),
        TotalTimeout = TimeSpan.FromSeconds(upstream.TotalSeconds),
    };

    private static TimeSpan Period(int seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    private static TrustOptions Trust(TrustSettings trust)
    {
        var options = new TrustOptions { PolicyPath = trust.PolicyPath, CollateralFolder = trust.CollateralFolder, AskVendors = trust.AskVendors };
        foreach (var (issuer, keys) in trust.TokenIssuers) options.TokenIssuers[issuer] = new Uri(keys);
        return options;
    }

    private static Uri Chain(CocoonSettings settings) => new(settings.Chain.Endpoint!);

    private static string? ApiKey(CocoonSettings settings) => settings.Chain.ApiKeyFile is { } file ? KeyFile.ReadSecret(file) : null;
}
