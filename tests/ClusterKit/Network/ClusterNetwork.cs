using Cocoon.Cli;
using Cocoon.Cli.Dev;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Inference.Models;
using Cocoon.Ton;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;

namespace Cocoon.ClusterKit.Network;

/// <summary>The on-chain half of a cluster under test: local chain, vault, registry, and many clients' channels with deposits.</summary>
internal sealed class ClusterNetwork : IAsyncDisposable
{
    public static readonly Nano Deposit = Nano.FromTon(50);

    private const uint GraceSeconds = 3_600;

    /// <summary>One transfer of the operator's wallet deploys so many channels; half of what the wallet could.</summary>
    private const int ChannelsPerTransfer = 100;

    private readonly DevNetwork _network;

    private ClusterNetwork(LocalChain chain, DevNetwork network, DevRegistry registry, IReadOnlyList<ClusterClient> clients, IReadOnlyList<AccountAddress> providers, IReadOnlyList<AccountAddress> auditors)
    {
        (Chain, _network, Registry, Clients, Providers, Auditors) = (chain, network, registry.Address, clients, providers, auditors);
    }

    public LocalChain Chain { get; }
    public AccountAddress Registry { get; }
    public IReadOnlyList<ClusterClient> Clients { get; }

    /// <summary>Wallets of the provider silos.</summary>
    public IReadOnlyList<AccountAddress> Providers { get; }

    /// <summary>Wallets of the silos that run audits only.</summary>
    public IReadOnlyList<AccountAddress> Auditors { get; }

    public AccountAddress Vault => _network.Vault;
    public ITonClient Ton => _network.Ton;
    public DevKeys Keys => _network.Keys;

    /// <summary>The model that is served.</summary>
    public static ModelFolder Model => ModelFolder.Open(ProjectRoot.Model);

    /// <param name="folder">Gets keys and the chain's state.</param>
    /// <param name="options">How many channels to open, each with an account of its own, and wallets of silos to make.</param>
    /// <param name="cancellationToken">Stops the work; what was started is stopped.</param>
    public static async Task<ClusterNetwork> Create(string folder, ClusterOptions options, CancellationToken cancellationToken)
    {
        var keys = DevKeys.LoadOrCreate(folder, new SystemEntropy());
        var chain = await LocalChain.Start(Path.Combine(folder, "chain"), cancellationToken);
        try
        {
            var network = new DevNetwork(chain.Api, keys);
            await network.Deploy(chain, cancellationToken);
            var registry = new DevRegistry(network, finalityBlocks: 0);
            await registry.Deploy(network.Vault, Model, cancellationToken);
            var terms = new Dictionary<AccountAddress, ChannelTerms>();
            var people = Enumerable.Range(0, options.Clients).Select(_ => ClusterClient.New((owner, voucherKey) => Remember(terms, network, owner, voucherKey))).ToList();
            await OpenChannels(chain, network, terms.Values, cancellationToken);
            return new ClusterNetwork(chain, network, registry, people, [.. Enumerable.Range(0, options.Providers).Select(NewWallet)], [.. Enumerable.Range(0, options.Auditors).Select(NewWallet)]);
        }
        catch
        {
            await chain.DisposeAsync();
            keys.Dispose();
            throw;
        }
    }

    /// <summary>The market's rules, as the registry has them.</summary>
    public Task<MarketParameters> Rules(CancellationToken cancellationToken) => new DevRegistry(_network, finalityBlocks: 0).Read(Model, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Chain.DisposeAsync();
        Keys.Dispose();
    }

    private static AccountAddress Remember(Dictionary<AccountAddress, ChannelTerms> all, DevNetwork network, AccountAddress owner, HexBytes voucherKey)
    {
        var terms = new ChannelTerms(voucherKey, TonNetwork.Local, network.Vault, owner, new HexBytes(network.Keys.Market.PublicKey.Span), GraceSeconds, Salt: 0);
        var address = ChannelContract.Init(terms).GetAddress();
        all.Add(address, terms);
        return address;
    }

    /// <summary>Anyone may deposit into a channel, so one wallet opens them all: a hundred in a transaction.</summary>
    private static async Task OpenChannels(LocalChain chain, DevNetwork network, IEnumerable<ChannelTerms> all, CancellationToken cancellationToken)
    {
        foreach (var part in all.Chunk(ChannelsPerTransfer))
        {
            await chain.Fund(network.Market.Address, Nano.FromTon(part.Length * (Deposit.Value / Nano.PerTon + 1)), cancellationToken);
            var deposits = part.Select(ChannelContract.Init).Select(init => ChannelContract.TopUp(init.GetAddress(), Deposit, queryId: 1, init)).ToList();
            await network.Market.Send(deposits, cancellationToken);
            var last = deposits[^1].Destination;
            await DevWallet.Until(async () => (await network.Ton.GetAccountAsync(last, cancellationToken)).Status == TonAccountStatus.Active, "the clients' channels", cancellationToken);
        }
    }

    private static AccountAddress NewWallet(int number)
    {
        var seed = new byte[SigningKey.SeedBytes];
        new SystemEntropy().Fill(seed);
        using var key = new SigningKey(seed, Ed25519.Default);
        return new WalletV5R1(key.PublicKey.Span, TonNetwork.Local).Address;
    }
}
