using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Grains.Tests;
using Cocoon.Silo.Chain;
using Cocoon.Silo.Hosting;
using Cocoon.Ton;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.LocalChain;
using Cocoon.Ton.Vaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>
/// A core silo, wired as the product wires it, on a real executor: its vault, and stakes of providers that its slasher may slash.
/// All wallets but the slasher's have money.
/// </summary>
public abstract class SiloOnChain : IAsyncLifetime
{
    private protected const uint UnbondingDelay = 7_200;
    private protected const uint SlashDelay = 600;
    private protected const uint AppealTimeout = 3_600;

    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-silo-").FullName;
    private readonly Dictionary<AccountAddress, AccountAddress> _stakes = [];
    private readonly MovableClock _clock = new();
    private IHost _host = null!;

    private protected LocalChainNode Chain { get; private set; } = null!;

    private protected WayToChain Way { get; } = new();

    private protected Tap Tap { get; } = new();

    private protected TestWallet Owner { get; private set; } = null!;

    private protected TestWallet Slasher { get; private set; } = null!;

    private protected TestWallet Operator { get; private set; } = null!;

    private protected AccountAddress Vault { get; private set; }

    /// <summary>The market's terms, with <see cref="Owner"/> as the owner.</summary>
    private protected StakeTerms Terms { get; private set; } = null!;

    private protected AccountAddress Stake => StakeContract.Init(Terms).GetAddress();

    private protected IServiceProvider Services => _host.Services;

    private protected IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public async Task InitializeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        Chain = await LocalChainNode.StartAsync();
        (Owner, Slasher, Operator) = (new TestWallet(Chain, 1), new TestWallet(Chain, 2), new TestWallet(Chain, 3));
        foreach (var wallet in (TestWallet[])[Owner, Operator]) await Chain.FundAsync(wallet.Address, Nano.FromTon(50));
        var vault = VaultContract.Init(new VaultTerms(new HexBytes(Operator.Key.PublicKey.Span), TonNetwork.Local, Operator.Address, 7_200, 86_400, 0));
        Vault = vault.GetAddress();
        await Operator.SendAsync(new InternalMessage(Vault, Nano.FromTon(1), Bounce: false, Init: vault));
        var slasher = TonSlasher.Wallet(Slasher.Key, TonNetwork.Local).Address;
        Terms = new StakeTerms(TonNetwork.Local, Owner.Address, slasher, Operator.Address, Vault, UnbondingDelay, SlashDelay, AppealTimeout, Salt: 0);
        _stakes[Owner.Address] = Stake;
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        Way.IsCut = false;
        await _host.StopAsync();
        _host.Dispose();
        foreach (var wallet in (TestWallet[])[Owner, Slasher, Operator]) wallet.Dispose();
        await Chain.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The owner puts money at stake.</summary>
    private protected Task StakeAsync(Nano amount) => Owner.SendAsync(StakeContract.Stake(Stake, amount, 1, StakeContract.Init(Terms)));

    private protected Task TellStakeAsync(TestWallet from, StakeMessage message) => from.SendAsync(StakeContract.Send(Stake, message));

    private protected async Task<StakeOnChain> ReadStakeAsync()
    {
        var account = await Chain.Client.GetAccountAsync(Stake);
        return StakeContract.Read(account.Code!, account.Data!)!;
    }

    /// <summary>Slashes that anybody announced to the stake, taken or refused, oldest first.</summary>
    private protected Task<IReadOnlyList<(StakeMessage.AnnounceSlash Slash, bool Taken)>> AnnouncedAsync() => HeardAsync<StakeMessage.AnnounceSlash>();

    /// <summary>What anybody told the stake, taken or refused, oldest first.</summary>
    private protected async Task<IReadOnlyList<(T Message, bool Taken)>> HeardAsync<T>() where T : StakeMessage =>
        [.. (await Chain.Client.GetTransactionsAsync(Stake, 100)).Reverse()
            .Where(step => step.In is { Bounced: false } message && StakeMessage.Read(message.Body) is T)
            .Select(step => ((T)StakeMessage.Read(step.In!.Body)!, step.ComputeSucceeded))];

    /// <summary>Puts the clocks of the chain and of the silo forward, for good.</summary>
    private protected Task PassAsync(long seconds)
    {
        _clock.Pass(TimeSpan.FromSeconds(seconds));
        return Chain.PassAsync(seconds);
    }

    private async Task StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(Tap).SetMinimumLevel(LogLevel.Information);
        builder.AddCocoonSilo(new CocoonSiloOptions
        {
            StatePath = Path.Combine(_folder, "market.db"),
            ChainEndpoint = Chain.Api,
            Market = GrainHost.Rules with
            {
                Vaults = [Vault],
                // Blocks come with messages only, so each is final.
                Channel = GrainHost.Rules.Channel with { FinalityBlocks = 0 },
                Incentives = GrainHost.Rules.Incentives with { AuditBps = 10_000 },
            },
            MarketKey = GrainHost.Key(50),
            OperatorKey = Operator.Key,
            SlasherKey = Slasher.Key,
            Stakes = _stakes,
            Stake = Terms,
        });
        builder.Services.AddSingleton<TimeProvider>(_clock);
        // The same client over a way that tests can cut; it does not wait long before it tries again.
        var options = new ToncenterOptions { Endpoint = Chain.Api, FirstDelay = TimeSpan.FromMilliseconds(1) };
        builder.Services.AddSingleton<ITonClient>(new ToncenterClient(new HttpClient(Way), options, TimeProvider.System, new Random(1)));
        _host = builder.Build();
        await _host.StartAsync();
    }
}
