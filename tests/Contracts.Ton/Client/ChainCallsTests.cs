using Cocoon.Core.Money;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.LocalChain;
using Cocoon.Ton.Wallets;

namespace Cocoon.Ton.Tests.Client;

/// <summary>The calls of the client and every wallet version on a real executor.</summary>
public sealed class ChainCallsTests
{
    [LocalChainFact]
    public async Task Every_wallet_pays_what_was_estimated_and_its_message_is_found_by_its_hash()
    {
        await using var chain = await LocalChainNode.StartAsync();
        using var key = new SigningKey([.. Enumerable.Repeat((byte)77, 32)], Ed25519.Default);
        var publicKey = key.PublicKey.ToArray();
        var prices = await FeePrices.LoadAsync(chain.Client);
        foreach (var wallet in (IWallet[])[new WalletV3R2(publicKey), new WalletV4R2(publicKey), new WalletV5R1(publicKey, TonNetwork.Local)])
        {
            await chain.FundAsync(wallet.Address, Nano.FromTon(2));
            for (var seqno = 0u; seqno < 2; seqno++)
            {
                var account = await chain.Client.GetAccountAsync(wallet.Address);
                wallet.ReadSeqno(account.Data).Should().Be(seqno);
                var payment = new InternalMessage(wallet.Address, new Nano(1_000), Bounce: false, TextComment.Create($"payment {seqno}"));
                var transfer = wallet.CreateTransfer(key, seqno, account.SyncTime + 60, [payment], Ed25519.Default);

                var estimate = await chain.Client.EstimateFeeAsync(transfer);
                await chain.Client.SendAsync(transfer);

                var transactions = await chain.Client.GetTransactionsAsync(wallet.Address, 2);
                transactions[0].Previous.Should().Be(new TransactionId(transactions[1].Lt, transactions[1].Hash));
                TextComment.Read(transactions[0].In!.Body).Should().Be(new TextComment($"payment {seqno}"));
                var sent = transactions[1];
                ExternalMessage.NormalizedHash(sent.Cell.Refs[0].Refs[0]).Should().Be(ExternalMessage.NormalizedHash(transfer));
                // The node packs the message itself, in fewer cells than ours has.
                estimate.ImportFee.Should().BeLessThanOrEqualTo(prices.ImportFee(transfer));
                estimate.GasFee.Should().Be(prices.GasFee(sent.GasUsed));
                estimate.ForwardFee.Should().Be(prices.ForwardFee(payment.ToCell()));
                var forward = prices.ForwardFee(payment.ToCell());
                var expected = prices.ImportFee(transfer) + prices.GasFee(sent.GasUsed) + forward - prices.Forward.LeftForReceiver(forward);
                (sent.Fees - expected).Value.Should().BeInRange(0, 100, "only seconds of storage are left");
                (await chain.Client.RunGetMethodAsync(wallet.Address, "seqno")).RequireSuccess().Should().Equal(StackItem.Of(seqno + 1));
            }
        }
    }

    [LocalChainFact]
    public async Task Pages_of_transactions_follow_each_other()
    {
        await using var chain = await LocalChainNode.StartAsync();
        var address = new WalletV3R2(new byte[32]).Address;
        for (var i = 1; i <= 5; i++) await chain.FundAsync(address, new Nano(i * 1_000_000));
        var all = await chain.Client.GetTransactionsAsync(address, 100);
        var paged = new List<TonTransaction>();
        for (TransactionId? from = (await chain.Client.GetAccountAsync(address)).LastTransaction; from is not null; from = paged[^1].Previous)
            paged.AddRange(await chain.Client.GetTransactionsAsync(address, from, 2, 0));
        paged.Select(transaction => transaction.Hash).Should().Equal(all.Select(transaction => transaction.Hash)).And.HaveCount(5);
    }

    [LocalChainFact]
    public async Task A_get_method_takes_arguments_and_one_that_is_missing_says_so()
    {
        await using var chain = await LocalChainNode.StartAsync();
        using var key = new SigningKey([.. Enumerable.Repeat((byte)78, 32)], Ed25519.Default);
        var wallet = new WalletV4R2(key.PublicKey.Span);
        (await chain.Client.RunGetMethodAsync(wallet.Address, "seqno")).ExitCode.Should().Be(-13);
        await chain.FundAsync(wallet.Address, Nano.FromTon(1));
        var now = (await chain.Client.GetAccountAsync(wallet.Address)).SyncTime;
        await chain.Client.SendAsync(wallet.CreateTransfer(key, 0, now + 60, [new InternalMessage(wallet.Address, new Nano(1), Bounce: false)], Ed25519.Default));

        var installed = await chain.Client.RunGetMethodAsync(wallet.Address, "is_plugin_installed", [StackItem.Of(0), StackItem.Of(5)]);
        installed.RequireSuccess()[0].AsNumber().Should().Be(0);
        (await chain.Client.RunGetMethodAsync(wallet.Address, "get_plugin_list")).RequireSuccess()[0].AsItems().Should().BeEmpty();
        (await chain.Client.RunGetMethodAsync(wallet.Address, "no_such_method")).ExitCode.Should().Be(11);
    }

    [LocalChainFact]
    public async Task The_newest_block_is_found_by_its_number()
    {
        await using var chain = await LocalChainNode.StartAsync();
        var newest = (await chain.Client.GetMasterchainInfoAsync()).Last;
        var block = await ((IMasterchainBlocks)chain.Client).GetMasterchainBlockAsync(newest.Seqno);
        block.RootHash.Should().Be(newest.RootHash);
        block.Time.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }
}
