using System.Buffers.Binary;
using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Chain;
using Cocoon.Silo.Hosting;
using Cocoon.Storage;
using Cocoon.Storage.Postgres;
using Cocoon.Ton;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Bench.Ledger;

/// <summary>A silo with the real grains on the runtime and the storage of this build, in a folder of its own; only the chain is not real.</summary>
internal sealed class LedgerHost : IAsyncDisposable
{
    private const string Model = "bench";

    /// <summary>Settlement shards, so that handing receipts on is spread as in a market of this size.</summary>
    private const int Shards = 8;

    private static readonly Nano Deposit = Nano.FromTon(1_000_000);
    private static readonly AccountAddress Client = Address(1, 0);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-bench-");
    private readonly SigningKey _operator = Key(2);
    private readonly SigningKey _market = Key(3);
    private readonly SigningKey _voucher = Key(4);
    private IHost _host = null!;
    private int _channels;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What our own stores have done so far.</summary>
    public (long Writes, long Commits) Stored => _host.Services.GetService<PostgresStore>() is { } postgres
        ? (postgres.Writes, postgres.Commits)
        : (_host.Services.GetRequiredService<SqliteStore>().Writes, _host.Services.GetRequiredService<SqliteStore>().Commits);

    /// <param name="configure">Changes to the silo before it is built; null for none.</param>
    public static async Task<LedgerHost> Start(Func<IHostApplicationBuilder, Task>? configure = null)
    {
        var host = new LedgerHost();
        try
        {
            await host.Build(configure);
            await host._host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A channel that nobody has used yet, and its client.</summary>
    public async Task<ChannelClient> OpenChannel()
    {
        var number = Interlocked.Increment(ref _channels);
        var client = new ChannelClient(Grains, Address(10, number), Client, _voucher, number % Shards);
        await client.Open();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
        foreach (var key in (SigningKey[])[_operator, _market, _voucher]) key.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task Build(Func<IHostApplicationBuilder, Task>? configure)
    {
        // Without defaults: no logging, and nobody who watches the folder for changes while the store writes.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IMarketChain>(new FakeChain(Public(_operator), Facts));
        builder.AddCocoonSilo(new CocoonSiloOptions
        {
            StatePath = Path.Combine(_folder.FullName, "market.db"),
            ChainEndpoint = new Uri("http://127.0.0.1:1/api/v2/"),
            Market = Parameters(),
            MarketKey = _market,
            OperatorKey = _operator,
        });
        if (configure is not null) await configure(builder);
        _host = builder.Build();
    }

    private ChannelFacts Facts(AccountAddress channel) => new(
        channel, Client, Address(5, BinaryPrimitives.ReadInt32BigEndian(channel.Hash.AsSpan(1)) % Shards), Public(_voucher), Deposit, Nano.Zero, Nano.Zero,
        Closed: false, ClosesAt: null, KeyChangesAt: null, Block: 100, DateTimeOffset.UnixEpoch);

    private MarketParameters Parameters() => new(
        TonNetwork.Local, Address(6, 0), [.. Enumerable.Range(0, Shards).Select(shard => Address(5, shard))], Public(_market), FeeBps: 500, Tier.Simulated,
        ImmutableDictionary<string, HexBytes>.Empty.Add(Model, new HexBytes(new byte[32])),
        new ChannelLimits(MinReserve: Nano.Zero, CreditCap: Deposit, MaxHolds: 4_096, MaxHoldTime: TimeSpan.FromMinutes(10)),
        new SettlementPolicy(MaxReceipts: 1_000, MaxAge: TimeSpan.FromHours(1), MaxUnclaimed: Deposit, MaxFeeShareBps: 0, MaxDebtAge: TimeSpan.FromHours(1)));

    private static AccountAddress Address(byte kind, int number)
    {
        Span<byte> hash = stackalloc byte[32];
        hash[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(hash[1..], number);
        return AccountAddress.From(0, hash);
    }

    private static SigningKey Key(byte number) => new([.. Enumerable.Repeat(number, SigningKey.SeedBytes)], Ed25519.Default);

    private static HexBytes Public(SigningKey key) => new(key.PublicKey.Span);
}
