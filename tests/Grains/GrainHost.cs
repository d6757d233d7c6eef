using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Inference.Models;
using Cocoon.Sealing;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Tests;

/// <summary>The real grains on the runtime of this build, with a fake chain and a fake engine; state in a file of its own.</summary>
public sealed class GrainHost : IAsyncLifetime
{
    public const string Model = "tiny-jane";
    internal const int Network = -217;

    public static readonly PriceList Prices = new(new Nano(1_000_000), new Nano(1_000_000), new Nano(10_000_000), new Nano(10_000_000));
    private static readonly HexBytes Weights = Bytes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-grains-").FullName;
    private readonly SigningKey _voucherKey = Key(40);
    private readonly MarketParameters _rules;
    private readonly IInferenceEngine _engine;
    private readonly Action<IServiceCollection> _more;
    private IHost _host = null!;
    private int _jobs;
    private int _channels = 10;

    public GrainHost()
    {
        (_rules, _more) = (Rules, static _ => { });
        _engine = Engine = new FakeEngine(Model, Weights.ToString());
    }

    /// <param name="rules">The market's.</param>
    /// <param name="engine">What the provider's machine runs, under <see cref="Model"/>.</param>
    /// <param name="more">Services beside the product's.</param>
    internal GrainHost(MarketParameters rules, IInferenceEngine engine, Action<IServiceCollection> more)
    {
        (_rules, _engine, _more) = (rules, engine, more);
        Engine = new FakeEngine(Model, Weights.ToString());
    }

    internal FakeMarketChain Chain { get; } = new();

    public Tap Tap { get; } = new();

    internal FakeEngine Engine { get; }

    public ProviderAgent Agent => _host.Services.GetRequiredService<ProviderAgent>();

    public Enclave Enclave => _host.Services.GetRequiredService<Enclave>();

    public Amnesia Amnesia { get; } = new();

    public FakePolicy Policy { get; } = new(PolicyDocument.Simulated(Network));

    public AccountAddress Client { get; } = Address(1);
    public static AccountAddress Vault { get; } = Address(5);
    public static AccountAddress SecondVault { get; } = Address(6);
    public AccountAddress Provider { get; } = Address(3);
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public async Task InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(Tap).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(Tap);
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(Amnesia);
        builder.Services.AddSingleton<IMarketChain>(Chain);
        builder.Services.AddSingleton<IPolicySource>(Policy);
        builder.Services.AddSingleton(new EdgeLimits(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(0.3)));
        builder.Services.AddSingleton<Func<ModelFolder, IInferenceEngine>>(_ => _engine);
        _more(builder.Services);
        builder.AddCocoonSilo(new CocoonSiloOptions
        {
            StatePath = Path.Combine(_folder, "market.db"),
            ChainEndpoint = new Uri("http://127.0.0.1:1/api/v2/"),
            Market = _rules,
            MarketKey = Key(50),
            OperatorKey = Key(51),
            Provider = new ProviderRoleOptions { Wallet = Provider, ModelFolders = [ModelPath()], Prices = Prices, Slots = 16 },
        });
        _host = builder.Build();
        await _host.StartAsync();
        await Eventually(async () => !(await Candidates()).IsEmpty);
    }

    /// <summary>Stops the silo as a process that was asked to; may be called before the end of the test.</summary>
    public Task Stop() => _host.StopAsync();

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A channel of its own for a test, with a deposit.</summary>
    public async Task<AccountAddress> OpenChannel(long deposit, AccountAddress? vault = null)
    {
        var channel = Address((byte)Interlocked.Increment(ref _channels));
        Chain.Deploy(new ChannelFacts(channel, Client, vault ?? Vault, new HexBytes(_voucherKey.PublicKey.Span), new Nano(deposit), Nano.Zero, Nano.Zero,
            Closed: false, ClosesAt: null, KeyChangesAt: null, Block: 0, DateTimeOffset.UnixEpoch));
        await Eventually(async () => (await Grains.Channel(channel).Open()).Deposit.Value == deposit);
        return channel;
    }

    /// <summary>All that the silo has on disk.</summary>
    public IReadOnlyList<byte[]> StoredBytes() => [.. Directory.EnumerateFiles(_folder).Select(Read)];

    public JobId NewJob() => JobId.New(DateTimeOffset.UtcNow, [.. BitConverter.GetBytes((long)Interlocked.Increment(ref _jobs)), 0, 0]);

    public JobSpec Spec(AccountAddress channel, int promptTokens = 20, int maxTokens = 10, double seconds = 30) => new(
        Client, channel, Model, promptTokens, maxTokens, null, Tier.Simulated, DateTimeOffset.UtcNow.AddSeconds(seconds), Bytes(1));

    public async Task<ImmutableList<RoutableOffer>> Candidates() => (await Grains.Market(Model).Snapshot()).RemoveAll(offer => offer.Provider != Provider);

    /// <summary>Starts a job and opens its stream.</summary>
    public Task<(JobId Id, IAsyncEnumerable<OpenedChunk> Tokens)> Run(JobSpec spec, string script, string fields = "") =>
        RunBody(spec, $$"""{"model":"{{Model}}","messages":[{"role":"user","content":"{{script}}"}]{{fields}}}""");

    /// <summary>Starts a job of any kind of request and opens its stream.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="json">The request.</param>
    /// <param name="provider">Who is to serve it; null for the silo's own provider, or for any of the open tier.</param>
    public async Task<(JobId Id, IAsyncEnumerable<OpenedChunk> Tokens)> RunBody(JobSpec spec, string json, AccountAddress? provider = null)
    {
        var (id, lease, message, opener) = await Start(spec, json, provider);
        return (id, Open(Grains.Inference(lease).Answer(id, lease.Epoch, message), opener));
    }

    /// <summary>Starts a job and seals its request.</summary>
    internal async Task<(JobId Id, Lease Lease, byte[] Message, AnswerOpener Opener)> Start(JobSpec spec, string json, AccountAddress? provider = null)
    {
        var id = NewJob();
        // Only edge machines are of the open tier here, and only tests of theirs ask for it.
        var offers = await Grains.Market(Model).Snapshot();
        var candidates = offers.FindAll(offer => provider is null && spec.LeastTier == Tier.Open ? offer.IsEdge : offer.Provider == (provider ?? Provider));
        var lease = await Grains.Job(id).Start(spec, candidates);
        var body = Encoding.UTF8.GetBytes(json);
        SealedRequest.TrySeal(lease.Appraisal.SealingKey, SealingTerms.Of(lease, Network), body, new SystemEntropy(), out var message, out var opener, out var failure).Should().BeTrue("{0}", failure);
        return (id, lease, message!, opener!);
    }

    private static async IAsyncEnumerable<OpenedChunk> Open(
        IAsyncEnumerable<SealedChunk> chunks, AnswerOpener opener, [EnumeratorCancellation] CancellationToken hangUp = default)
    {
        using var keys = opener;
        await foreach (var chunk in chunks.WithCancellation(hangUp))
        {
            opener.TryOpen(chunk.Sealed, out var data, out var failure).Should().BeTrue("{0}", failure);
            var isToken = AnswerToken.TryDecode(data, out var token) && chunk.Outcome is null;
            yield return isToken ? new OpenedChunk(token, null, []) : new OpenedChunk(new AnswerToken(null, "", null), chunk.Outcome, data!);
        }
    }

    /// <summary>Runs a job of one token to its receipt.</summary>
    public async Task<SignedReceipt> Earn(AccountAddress channel)
    {
        var (_, tokens) = await Run(Spec(channel), "tokens 1");
        SignedReceipt? receipt = null;
        await foreach (var chunk in tokens) receipt = chunk.Outcome?.Bill?.Receipt ?? receipt;
        return receipt!;
    }

    /// <summary>Earns, signs for it and hands both to settlement.</summary>
    public async Task<SignedReceipt> EarnAndPush(AccountAddress channel)
    {
        var receipt = await Earn(channel);
        var view = await Grains.Channel(channel).View();
        await Grains.Channel(channel).AcceptVoucher(Voucher(channel, view.Charged.Value, view.VoucherSeqno + 1));
        await Grains.Channel(channel).Push();
        return receipt;
    }

    public SignedVoucher Voucher(AccountAddress channel, long amount, uint seqno, bool forged = false) =>
        new VoucherSigner(Ed25519.Default).Sign(new Voucher(channel, new Nano(amount), seqno), forged ? Key(99) : _voucherKey);

    /// <summary>The client's signature under a close agreement.</summary>
    public HexBytes SignClose(AccountAddress channel, Nano amount) =>
        new(Ed25519.Default.Sign(_voucherKey, ChannelAgreements.Close(channel, amount).Hash));

    /// <summary>Asks again until it holds; a condition that never comes fails the test.</summary>
    public static async Task Eventually(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition()) await again.WaitForNextTickAsync(patience.Token);
    }

    public static AccountAddress Address(byte number) => AccountAddress.From(0, Enumerable.Repeat(number, 32).ToArray());

    public static HexBytes Bytes(byte number) => new(Enumerable.Repeat(number, 32).ToArray());

    internal static SigningKey Key(byte number) => new(Enumerable.Repeat(number, 32).ToArray(), Ed25519.Default);

    public static MarketParameters Rules { get; } = new(Network, Address(4), [Vault, SecondVault], new HexBytes(Key(50).PublicKey.Span), 500, Tier.Simulated,
        ImmutableDictionary<string, HexBytes>.Empty.Add(Model, Weights), new ChannelLimits(new Nano(100), new Nano(100_000), 32, TimeSpan.FromMinutes(5), FinalityBlocks: 3),
        new SettlementPolicy(100, TimeSpan.FromHours(1), new Nano(1_000_000), MaxFeeShareBps: 0, TimeSpan.FromDays(1)))
    {
        Incentives = MarketIncentives.None with { ColdBonusBps = 200, ColdProviders = 3, EarlyBonusBps = 100, EarlyUntil = DateTimeOffset.MaxValue, EpochSeconds = 3_600 },
    };

    /// <summary>A file that somebody else writes.</summary>
    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    internal static string ModelPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "models", Model))) return Path.Combine(folder.FullName, "models", Model);
        return Path.Combine(Environment.GetEnvironmentVariable("COCOON_HOME") ?? throw new InvalidOperationException("The test runs outside the checkout; set COCOON_HOME."), "models", Model);
    }
}
