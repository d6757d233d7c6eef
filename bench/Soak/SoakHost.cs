using System.Buffers.Binary;
using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Bench.Ledger;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Silo.Hosting;
using Cocoon.Storage;
using Cocoon.Ton;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Cocoon.Bench.Soak;

/// <summary>The live silo, core and provider, on the runtime and the storage of this build; the chain and the engine cost nothing.</summary>
internal sealed class SoakHost : IAsyncDisposable
{
    public const string Model = "steady";

    /// <summary>How long an idle grain stays, short so that grains come and go many times in a run.</summary>
    public static readonly TimeSpan CollectionAge = TimeSpan.FromSeconds(5);

    public static readonly PriceList Prices = new(new Nano(1_000_000), new Nano(1_000_000), new Nano(10_000_000), new Nano(10_000_000));
    public static readonly AccountAddress Client = Address(1);

    private static readonly Nano Deposit = Nano.FromTon(1_000_000);
    private static readonly AccountAddress Provider = Address(2);
    private static readonly AccountAddress Vault = Address(3);

    public static readonly AccountAddress Registry = Address(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-soak-");
    private readonly SigningKey _operator = Key(2);
    private readonly SigningKey _market = Key(3);
    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private IHost _host = null!;

    /// <summary>Signs every client's vouchers.</summary>
    public SigningKey Voucher { get; } = Key(4);

    public GrainCensus Census { get; } = new();

    /// <summary>The SQLite store, for its counters.</summary>
    public SqliteStore Store => _host.Services.GetRequiredService<SqliteStore>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Bytes of the state file and of its log.</summary>
    public long FileSize => _folder.EnumerateFiles("market.db*").Sum(file => file.Length);

    /// <param name="configure">Changes to the silo before it is built; null for none.</param>
    /// <param name="engine">What generates; null for an engine that costs nothing.</param>
    public static async Task<SoakHost> Start(Action<IHostApplicationBuilder>? configure = null, IInferenceEngine? engine = null)
    {
        var host = new SoakHost();
        try
        {
            host.Build(configure, engine ?? new SteadyEngine(Model));
            await host._host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public static AccountAddress Channel(int number) => Address(10, number);

    /// <summary>A client signs for what its channel was charged so far: without vouchers no receipt would ever leave it, and its record only grow. One caller at a time for a channel.</summary>
    public async Task Vouch(AccountAddress address)
    {
        var channel = Grains.Channel(address);
        var view = await channel.View();
        if (view.Charged > view.Vouched) await channel.AcceptVoucher(_signer.Sign(new Voucher(view.Channel, view.Charged, checked(view.VoucherSeqno + 1)), Voucher));
    }

    /// <summary>An address of its own for each kind and number.</summary>
    public static AccountAddress Address(byte kind, int number)
    {
        Span<byte> hash = stackalloc byte[32];
        hash.Fill(kind);
        BinaryPrimitives.WriteInt32BigEndian(hash[1..], number);
        return AccountAddress.From(0, hash);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            // The provider's key and engines can only be let go of asynchronously.
            await ((IAsyncDisposable)_host).DisposeAsync();
        }
        foreach (var key in (SigningKey[])[_operator, _market, Voucher]) key.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Build(Action<IHostApplicationBuilder>? configure, IInferenceEngine engine)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(Census);
        builder.Services.AddSingleton<IMarketChain>(new FakeChain(Public(_operator), Facts));
        builder.AddCocoonSilo(new CocoonSiloOptions
        {
            StatePath = Path.Combine(_folder.FullName, "market.db"),
            ChainEndpoint = new Uri("http://127.0.0.1:1/api/v2/"),
            Market = Rules(),
            MarketKey = _market,
            OperatorKey = _operator,
            Provider = new ProviderRoleOptions { Wallet = Provider, ModelFolders = [], Prices = Prices, Slots = engine.Descriptor.MaxConcurrency },
        });
        // In the place of the engine that the role would open.
        builder.Services.AddSingleton(new Enclave(Provider, Key(5), SealingKeyPair.Create(new SystemEntropy()), Public(Key(6)), Ed25519.Default, [engine]));
        builder.Services.AddSingleton<IEvidenceMaker, SimulatedEvidenceMaker>();
        builder.Services.Configure<GrainCollectionOptions>(collection => (collection.CollectionAge, collection.CollectionQuantum) = (CollectionAge, CollectionAge / 4));
        configure?.Invoke(builder);
        _host = builder.Build();
    }

    private ChannelFacts Facts(AccountAddress channel) => new(
        channel, Client, Vault, Public(Voucher), Deposit, Nano.Zero, Nano.Zero, Closed: false, ClosesAt: null, KeyChangesAt: null, Block: 100, DateTimeOffset.UnixEpoch);

    private MarketParameters Rules() => new(
        TonNetwork.Local, Registry, [Vault], Public(_market), FeeBps: 500, Tier.Simulated,
        ImmutableDictionary<string, HexBytes>.Empty.Add(Model, HexBytes.Parse(SteadyEngine.WeightHash)),
        new ChannelLimits(MinReserve: Nano.Zero, CreditCap: Deposit, MaxHolds: 4_096, MaxHoldTime: TimeSpan.FromMinutes(10)),
        new SettlementPolicy(MaxReceipts: 1_000, MaxAge: TimeSpan.FromMinutes(1), MaxUnclaimed: Deposit, MaxFeeShareBps: 100, MaxDebtAge: TimeSpan.FromMinutes(1)));

    private static AccountAddress Address(byte number) => AccountAddress.From(0, [.. Enumerable.Repeat(number, 32)]);

    private static SigningKey Key(byte number) => new([.. Enumerable.Repeat(number, SigningKey.SeedBytes)], Ed25519.Default);

    private static HexBytes Public(SigningKey key) => new(key.PublicKey.Span);
}
