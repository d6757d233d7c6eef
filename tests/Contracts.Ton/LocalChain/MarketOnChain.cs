using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>A market with its vault and one client's channel on a real executor.</summary>
public abstract class MarketOnChain : IAsyncLifetime
{
    private protected const uint Grace = 86_400;
    private protected const uint Timelock = 2 * 86_400;
    private protected const uint ExitDelay = 7 * 86_400;

    /// <summary>Prices of the local chain: what sending one payout costs, and the gas of a batch from above.</summary>
    private const long PayoutFee = 400_000;
    private const long BatchFee = 400 * VaultContract.BatchGas;

    private protected static readonly Nano Grant = Nano.FromTon(20);
    private protected static readonly Nano Deposit = Nano.FromTon(5);
    private protected static readonly HexBytes Zero = new(new byte[32]);
    private protected static readonly AccountAddress[] Providers = [.. Enumerable.Range(50, 3).Select(number => AccountAddress.From(0, [.. Enumerable.Repeat((byte)number, 32)]))];

    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private VaultTerms _vaultTerms = null!;
    private StateInit _vaultInit = null!;
    private StateInit _channelInit = null!;

    private protected LocalChainNode Chain { get; private set; } = null!;

    private protected TestWallet Client { get; private set; } = null!;

    private protected TestWallet Market { get; private set; } = null!;

    private protected AccountAddress Vault => _vaultInit.GetAddress();

    private protected AccountAddress Channel => _channelInit.GetAddress();

    public async Task InitializeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        Chain = await LocalChainNode.StartAsync();
        (Client, Market) = (new TestWallet(Chain, 2), new TestWallet(Chain, 1));
        var marketKey = new HexBytes(Market.Key.PublicKey.Span);
        _vaultTerms = new VaultTerms(marketKey, TonNetwork.Local, Market.Address, Timelock, ExitDelay, 0);
        _vaultInit = VaultContract.Init(_vaultTerms);
        _channelInit = ChannelContract.Init(new ChannelTerms(new HexBytes(Client.Key.PublicKey.Span), TonNetwork.Local, Vault, Client.Address, marketKey, Grace, 1));
        await Chain.FundAsync(Client.Address, Grant);
        await Chain.FundAsync(Market.Address, Grant);
        await Market.SendAsync(new InternalMessage(Vault, Nano.FromTon(1), Bounce: false, Init: _vaultInit));
        await Client.SendAsync(ChannelContract.TopUp(Channel, Deposit, 1, _channelInit));
    }

    public async Task DisposeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        Client.Dispose();
        Market.Dispose();
        await Chain.DisposeAsync();
    }

    private protected SignedVoucher Voucher(Nano amount, uint seqno, SigningKey? key = null) => _signer.Sign(new Voucher(Channel, amount, seqno), key ?? Client.Key);

    private protected Task ClaimAsync(Nano amount, uint seqno, SigningKey? key = null) =>
        Market.SendAsync(ChannelContract.Claim(Voucher(amount, seqno, key), seqno));

    private protected async Task<Cell> BatchAsync(uint seqno, IReadOnlyList<Payout> payouts, int seconds = 60, HexBytes? earningsRoot = null)
    {
        var now = await NowAsync();
        var fees = new Nano((PayoutFee * payouts.Count) + BatchFee);
        var batch = new PayoutBatch(_vaultTerms.Domain, seqno, (uint)(now + seconds), payouts, fees, Zero, earningsRoot ?? Zero);
        return VaultContract.CreateBatch(Vault, batch, Market.Key, Ed25519.Default);
    }

    private protected static HexBytes Sign(SigningKey key, Cell cell) => new(Ed25519.Default.Sign(key, cell.Hash));

    private protected async Task IsRejected(Cell message) =>
        (await FluentActions.Awaiting(() => Chain.Client.SendAsync(message)).Should().ThrowAsync<TonClientException>()).Which.Failure.Should().Be(TonFailure.Rejected);

    /// <summary>The chain's clock.</summary>
    private protected async Task<long> NowAsync() => (await Chain.Client.GetAccountAsync(Vault)).SyncTime;

    private protected async Task<Nano> BalanceAsync(AccountAddress address) => (await Chain.Client.GetAccountAsync(address)).Balance;

    /// <summary>The balance with all the rent that the account ever paid, which is not what a test is about.</summary>
    private protected async Task<Nano> BalanceWithRentAsync(AccountAddress address) =>
        (await Chain.Client.GetTransactionsAsync(address, 100)).Aggregate(await BalanceAsync(address), (sum, transaction) => sum + transaction.StorageFees);

    private protected async Task<ChannelOnChain> ChannelOnChainAsync()
    {
        var account = await Chain.Client.GetAccountAsync(Channel);
        return ChannelContract.Read(account.Code!, account.Data!)!;
    }

    private protected async Task<VaultOnChain> VaultOnChainAsync()
    {
        var account = await Chain.Client.GetAccountAsync(Vault);
        return VaultContract.Read(account.Code!, account.Data!)!;
    }

    /// <summary>Exit code of the newest transaction of an account, which a message has reached.</summary>
    private protected async Task<int?> LastExitCodeAsync(AccountAddress address) => (await Chain.Client.GetTransactionsAsync(address, 1))[0].ExitCode;

    /// <summary>Each balance is the sum of what its transactions did, and all balances with all fees are what the treasury gave.</summary>
    private protected async Task EveryNanoIsAccountedFor()
    {
        var accounted = Nano.Zero;
        foreach (var address in (AccountAddress[])[Client.Address, Market.Address, Vault, Channel, .. Providers])
        {
            var transactions = await Chain.Client.GetTransactionsAsync(address, 100);
            var balance = await BalanceAsync(address);
            transactions.Aggregate(Nano.Zero, (sum, transaction) => sum + transaction.BalanceChange).Should().Be(balance, "of {0}", address);
            accounted = transactions.Aggregate(accounted + balance, (sum, transaction) =>
                transaction.Out.Aggregate(sum + transaction.Fees, (inner, message) => inner + message.ForwardFee));
        }
        accounted.Should().Be(Grant + Grant);
    }
}
