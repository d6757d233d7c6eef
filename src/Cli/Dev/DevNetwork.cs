using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Cli.Dev;

/// <summary>
/// The on-chain half of a development network: wallets with money, the vault, and the demo client's channel with a deposit.
/// Everything is looked up before it is made, so starting again on the same chain changes nothing.
/// </summary>
internal sealed class DevNetwork
{
    private static readonly Nano MarketFunds = Nano.FromTon(100);
    private static readonly Nano ClientFunds = Nano.FromTon(20);
    private static readonly Nano Deposit = Nano.FromTon(5);
    private static readonly Nano VaultFloat = Nano.FromTon(1);

    // Seconds. Short enough to try them out with the local chain's /dev/time, and in proportion to one another.
    private const uint Grace = 3_600;
    private const uint Timelock = 2 * 3_600;
    private const uint ExitDelay = 24 * 3_600;

    private readonly StateInit _vaultInit;
    private readonly StateInit _channelInit;

    /// <param name="chainApi">The local chain's API, ending in "/api/v2/".</param>
    /// <param name="keys">The network's keys.</param>
    public DevNetwork(Uri chainApi, DevKeys keys)
    {
        ChainApi = chainApi;
        Keys = keys;
        Ton = new ToncenterClient(new HttpClient(), new ToncenterOptions { Endpoint = chainApi }, TimeProvider.System, Random.Shared);
        Market = new DevWallet(keys.Operator, Ton);
        Client = new DevWallet(keys.Client, Ton);
        Provider = new DevWallet(keys.Provider, Ton);
        _vaultInit = VaultContract.Init(new VaultTerms(new HexBytes(keys.Operator.PublicKey.Span), TonNetwork.Local, Market.Address, Timelock, ExitDelay, Salt: 0));
        Vault = _vaultInit.GetAddress();
        Terms = new ChannelTerms(
            new HexBytes(keys.Voucher.PublicKey.Span), TonNetwork.Local, Vault, Client.Address, new HexBytes(keys.Market.PublicKey.Span), Grace, Salt: 0);
        _channelInit = ChannelContract.Init(Terms);
        Channel = _channelInit.GetAddress();
    }

    public DevKeys Keys { get; }
    public ITonClient Ton { get; }
    public DevWallet Market { get; }
    public DevWallet Client { get; }
    public DevWallet Provider { get; }
    public AccountAddress Vault { get; }
    public AccountAddress Channel { get; }

    /// <summary>What the demo client's channel is deployed with.</summary>
    public ChannelTerms Terms { get; }

    public Uri ChainApi { get; }

    public async Task Deploy(LocalChain chain, CancellationToken cancellationToken)
    {
        if (await Market.Balance(cancellationToken) < Nano.FromTon(10)) await chain.Fund(Market.Address, MarketFunds, cancellationToken);
        if (!await IsActive(Vault, cancellationToken))
        {
            await Market.Send([new InternalMessage(Vault, VaultFloat, Bounce: false, null, _vaultInit)], cancellationToken);
            await DevWallet.Until(() => IsActive(Vault, cancellationToken), "the vault", cancellationToken);
        }
        if (!await IsActive(Channel, cancellationToken))
        {
            if (await Client.Balance(cancellationToken) < Deposit + Nano.FromTon(1)) await chain.Fund(Client.Address, ClientFunds, cancellationToken);
            await Client.Send([ChannelContract.TopUp(Channel, Deposit, queryId: 1, _channelInit)], cancellationToken);
            await DevWallet.Until(() => IsActive(Channel, cancellationToken), "the channel", cancellationToken);
        }
    }

    private async Task<bool> IsActive(AccountAddress address, CancellationToken cancellationToken) =>
        (await Ton.GetAccountAsync(address, cancellationToken)).Status == TonAccountStatus.Active;
}
