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

/// <summary>A market's life on a real executor: each step as the market does it, and every nano accounted for.</summary>
public sealed class MarketOnChainTests : IAsyncLifetime
{
    private static readonly Nano Grant = Nano.FromTon(20);
    private static readonly Nano Deposit = Nano.FromTon(5);
    private static readonly HexBytes Zero = new(new byte[32]);
    private static readonly AccountAddress[] Providers = [.. Enumerable.Range(50, 3).Select(number => AccountAddress.From(0, [.. Enumerable.Repeat((byte)number, 32)]))];

    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private LocalChainNode _chain = null!;
    private TestWallet _client = null!;
    private TestWallet _market = null!;
    private StateInit _vaultInit = null!;
    private StateInit _channelInit = null!;

    private AccountAddress Vault => _vaultInit.GetAddress();

    private AccountAddress Channel => _channelInit.GetAddress();

    public async Task InitializeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        _chain = await LocalChainNode.StartAsync();
        (_client, _market) = (new TestWallet(_chain, 2), new TestWallet(_chain, 1));
        _vaultInit = VaultContract.Init(new HexBytes(_market.Key.PublicKey.Span), TonNetwork.Local, _market.Address);
        _channelInit = ChannelContract.Init(new ChannelTerms(new HexBytes(_client.Key.PublicKey.Span), TonNetwork.Local, Vault, _client.Address, 1));
        await _chain.FundAsync(_client.Address, Grant);
        await _chain.FundAsync(_market.Address, Grant);
        await _market.SendAsync(new InternalMessage(Vault, Nano.FromTon(1), Bounce: false, Init: _vaultInit));
        await _client.SendAsync(ChannelContract.TopUp(Channel, Deposit, 1, _channelInit));
    }

    public async Task DisposeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        _client.Dispose();
        _market.Dispose();
        await _chain.DisposeAsync();
    }

    [LocalChainFact]
    public async Task Deposit_claim_and_batch_move_exactly_their_amounts_and_all_money_is_accounted_for()
    {
        (await ChannelOnChainAsync()).Deposited.Should().Be(Deposit);
        var before = await BalanceAsync(Channel);
        var claimed = new Nano(2_000_000_001);

        await _market.SendAsync(ChannelContract.Claim(Voucher(claimed, 7), 1, TonNetwork.Local));
        await _chain.Client.SendAsync(await BatchAsync(0, [.. Providers.Select((provider, i) => new Payout(provider, new Nano(100_000_000 + i)))]));

        (await BalanceAsync(Channel)).Should().Be(before - claimed);
        var channel = await ChannelOnChainAsync();
        (channel.Deposited, channel.Claimed, channel.Seqno).Should().Be((Deposit, claimed, 7u));
        (await VaultOnChainAsync()).Should().Be(new VaultOnChain(1, new HexBytes(_market.Key.PublicKey.Span), TonNetwork.Local, Zero, Zero));
        for (var i = 0; i < Providers.Length; i++) (await BalanceAsync(Providers[i])).Should().Be(new Nano(100_000_000 + i));
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task The_batch_is_seen_on_the_vault_and_its_notice_at_each_provider()
    {
        var batch = await BatchAsync(0, [new Payout(Providers[0], new Nano(5))]);
        await _chain.Client.SendAsync(batch);

        var paid = (await _chain.Client.GetTransactionsAsync(Vault, 100))[0];
        paid.In!.IsExternal.Should().BeTrue();
        VaultContract.BatchSeqno(paid.In.Body).Should().Be(0);
        paid.Out.Should().ContainSingle().Which.Destination.Should().Be(Providers[0]);
        var received = (await _chain.Client.GetTransactionsAsync(Providers[0], 100)).Should().ContainSingle().Subject;
        received.In!.Source.Should().Be(Vault);
        received.In.Body.Should().Be(new CellBuilder().StoreUInt(0x43430004, 32).StoreUInt(0, 64).Build());
    }

    [LocalChainFact]
    public async Task A_batch_pays_254_providers_and_pays_them_once()
    {
        var payouts = Enumerable.Range(0, 254).Select(i => new Payout(AccountAddress.From(0, [.. Enumerable.Repeat((byte)i, 31), 1]), new Nano(1_000 + i))).ToList();
        var batch = await BatchAsync(0, payouts);

        await _chain.Client.SendAsync(batch);

        await IsRejected(batch);
        foreach (var payout in payouts.Where((_, i) => i % 50 == 0)) (await BalanceAsync(payout.Provider)).Should().Be(payout.Amount);
        (await VaultOnChainAsync()).Seqno.Should().Be(1);
    }

    [LocalChainFact]
    public async Task A_batch_too_late_too_early_or_beyond_the_balance_is_rejected_and_costs_nothing()
    {
        var before = await BalanceAsync(Vault);
        await IsRejected(await BatchAsync(1, [new Payout(Providers[0], new Nano(5))]));
        await IsRejected(await BatchAsync(0, [new Payout(Providers[0], new Nano(5))], seconds: -1));
        await IsRejected(await BatchAsync(0, [new Payout(Providers[0], before)]));
        (await BalanceAsync(Vault)).Should().Be(before);
    }

    [LocalChainFact]
    public async Task A_forged_or_replayed_claim_bounces_and_leaves_the_channel_as_it_was()
    {
        var good = Voucher(new Nano(1_000), 1);
        await _market.SendAsync(ChannelContract.Claim(good, 1, TonNetwork.Local));
        var before = await _chain.Client.GetAccountAsync(Channel);
        var forged = good with { Voucher = good.Voucher with { Amount = new Nano(2_000), Seqno = 2 } };

        await _market.SendAsync(ChannelContract.Claim(forged, 2, TonNetwork.Local));
        await _market.SendAsync(ChannelContract.Claim(good, 3, TonNetwork.Local));

        var after = await _chain.Client.GetAccountAsync(Channel);
        after.Data.Should().Be(before.Data);
        // A refusal, too, pays the storage fee that fell due: less than a nano a second.
        (before.Balance - after.Balance).Value.Should().BeInRange(0, 100);
        var refused = await _chain.Client.GetTransactionsAsync(Channel, 100, toLt: before.LastLt);
        refused.Select(transaction => (transaction.ExitCode, transaction.ComputeSucceeded)).Should().Equal((105, false), (101, false));
        (await _chain.Client.GetTransactionsAsync(_market.Address, 1))[0].In!.Bounced.Should().BeTrue();
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_wallet_sends_255_messages_and_its_message_counts_once_and_not_when_late()
    {
        var message = new InternalMessage(Providers[0], new Nano(3), Bounce: false);
        var transfer = await _client.SignAsync(60, [.. Enumerable.Repeat(message, 255)]);
        await _chain.Client.SendAsync(transfer);
        (await BalanceAsync(Providers[0])).Should().Be(new Nano(3 * 255));
        await IsRejected(transfer);
        await IsRejected(await _client.SignAsync(-1, message));
    }

    [LocalChainFact]
    public async Task The_chain_answers_the_market_s_other_questions()
    {
        (await _chain.Client.GetMasterchainSeqnoAsync()).Should().BePositive();
        (await _chain.Client.GetConfigParamAsync(21)).BitLength.Should().BePositive();
        var unused = await _chain.Client.GetAccountAsync(AccountAddress.From(0, new byte[32]));
        (unused.Balance, unused.Status, unused.Code, unused.LastLt).Should().Be((Nano.Zero, TonAccountStatus.Uninitialized, null, 0ul));
        (await _chain.Client.GetTransactionsAsync(AccountAddress.From(0, new byte[32]), 10)).Should().BeEmpty();
    }

    private SignedVoucher Voucher(Nano amount, uint seqno) => _signer.Sign(new Voucher(Channel, amount, seqno), _client.Key, TonNetwork.Local);

    private async Task<Cell> BatchAsync(uint seqno, IReadOnlyList<Payout> payouts, int seconds = 60)
    {
        var now = (await _chain.Client.GetAccountAsync(Vault)).SyncTime;
        return VaultContract.CreateBatch(Vault, new PayoutBatch(seqno, (uint)(now + seconds), payouts, Zero, Zero), TonNetwork.Local, _market.Key, Ed25519.Default);
    }

    private async Task IsRejected(Cell message) =>
        (await FluentActions.Awaiting(() => _chain.Client.SendAsync(message)).Should().ThrowAsync<TonClientException>()).Which.Failure.Should().Be(TonFailure.Rejected);

    private async Task<Nano> BalanceAsync(AccountAddress address) => (await _chain.Client.GetAccountAsync(address)).Balance;

    private async Task<ChannelOnChain> ChannelOnChainAsync()
    {
        var account = await _chain.Client.GetAccountAsync(Channel);
        return ChannelContract.Read(account.Code!, account.Data!)!;
    }

    private async Task<VaultOnChain> VaultOnChainAsync()
    {
        var account = await _chain.Client.GetAccountAsync(Vault);
        return VaultContract.Read(account.Code!, account.Data!)!;
    }

    /// <summary>Each balance is the sum of what its transactions did, and all balances with all fees are what the treasury gave.</summary>
    private async Task EveryNanoIsAccountedFor()
    {
        var accounted = Nano.Zero;
        foreach (var address in (AccountAddress[])[_client.Address, _market.Address, Vault, Channel, .. Providers])
        {
            var transactions = await _chain.Client.GetTransactionsAsync(address, 100);
            var balance = await BalanceAsync(address);
            transactions.Aggregate(Nano.Zero, (sum, transaction) => sum + transaction.BalanceChange).Should().Be(balance, "of {0}", address);
            accounted = transactions.Aggregate(accounted + balance, (sum, transaction) =>
                transaction.Out.Aggregate(sum + transaction.Fees, (inner, message) => inner + message.ForwardFee));
        }
        accounted.Should().Be(Grant + Grant);
    }
}
