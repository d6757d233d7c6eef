using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>A market's everyday life: each step as the market does it, and every nano accounted for.</summary>
public sealed class MarketOnChainTests : MarketOnChain
{
    [LocalChainFact]
    public async Task Deposit_claim_and_batch_move_exactly_their_amounts_and_all_money_is_accounted_for()
    {
        (await ChannelOnChainAsync()).Deposited.Should().Be(Deposit);
        var before = await BalanceWithRentAsync(Channel);
        var claimed = new Nano(2_000_000_001);

        await ClaimAsync(claimed, 7);
        await Chain.Client.SendAsync(await BatchAsync(0, [.. Providers.Select((provider, i) => new Payout(provider, new Nano(100_000_000 + i)))]));

        (await BalanceWithRentAsync(Channel)).Should().Be(before - claimed);
        var channel = await ChannelOnChainAsync();
        (channel.Deposited, channel.Claimed, channel.Withdrawn).Should().Be((Deposit, claimed, Nano.Zero));
        var vault = await VaultOnChainAsync();
        (vault.Seqno, vault.ReceiptRoot, vault.EarningsRoot, vault.Paused).Should().Be((1u, Zero, Zero, false));
        for (var i = 0; i < Providers.Length; i++) (await BalanceAsync(Providers[i])).Should().Be(new Nano(100_000_000 + i));
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task The_batch_is_seen_on_the_vault_and_its_notice_at_each_provider()
    {
        var batch = await BatchAsync(0, [new Payout(Providers[0], new Nano(5))]);
        await Chain.Client.SendAsync(batch);

        var paid = (await Chain.Client.GetTransactionsAsync(Vault, 100))[0];
        paid.In!.IsExternal.Should().BeTrue();
        VaultContract.BatchSeqno(paid.In.Body).Should().Be(0);
        paid.Out.Should().ContainSingle().Which.Destination.Should().Be(Providers[0]);
        var received = (await Chain.Client.GetTransactionsAsync(Providers[0], 100)).Should().ContainSingle().Subject;
        received.In!.Source.Should().Be(Vault);
        received.In.Body.Should().Be(new CellBuilder().StoreUInt(0x43430004, 32).StoreUInt(0, 32).Build());
    }

    [LocalChainFact]
    public async Task A_batch_pays_254_providers_and_pays_them_once()
    {
        var payouts = Enumerable.Range(0, 254).Select(i => new Payout(AccountAddress.From(0, [.. Enumerable.Repeat((byte)i, 31), 1]), new Nano(1_000 + i))).ToList();
        var batch = await BatchAsync(0, payouts);

        await Chain.Client.SendAsync(batch);

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
        await Market.SendAsync(ChannelContract.Claim(good, 1));
        var before = await Chain.Client.GetAccountAsync(Channel);
        var forged = good with { Voucher = good.Voucher with { Amount = new Nano(2_000), Seqno = 2 } };

        await Market.SendAsync(ChannelContract.Claim(forged, 2));
        await Market.SendAsync(ChannelContract.Claim(good, 3));

        var after = await Chain.Client.GetAccountAsync(Channel);
        after.Data.Should().Be(before.Data);
        // A refusal, too, pays the storage fee that fell due: less than a nano a second.
        (before.Balance - after.Balance).Value.Should().BeInRange(0, 100);
        var refused = await Chain.Client.GetTransactionsAsync(Channel, 100, toLt: before.LastLt);
        refused.Select(transaction => (transaction.ExitCode, transaction.ComputeSucceeded)).Should().Equal((45, false), (40, false));
        (await Chain.Client.GetTransactionsAsync(Market.Address, 1))[0].In!.Bounced.Should().BeTrue();
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task The_hash_of_an_epoch_is_a_comment_that_the_vault_takes_with_its_money()
    {
        var comment = TextComment.Create(new Anchor(492_222, new HexBytes(Enumerable.Repeat((byte)9, 32).ToArray())).Comment());
        var before = await BalanceWithRentAsync(Vault);

        await Market.SendAsync(new InternalMessage(Vault, new Nano(10_000_000), Bounce: true, comment));

        var taken = (await Chain.Client.GetTransactionsAsync(Vault, 1))[0];
        (taken.ComputeSucceeded, taken.In!.Source, taken.In.Body.Equals(comment)).Should().Be((true, Market.Address, true));
        ((await BalanceWithRentAsync(Vault)) - before).Value.Should().BeInRange(1, 10_000_000, "what gas leaves of it stays there");
        (await VaultOnChainAsync()).Seqno.Should().Be(0);
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_wallet_sends_255_messages_and_its_message_counts_once_and_not_when_late()
    {
        var message = new InternalMessage(Providers[0], new Nano(3), Bounce: false);
        var transfer = await Client.SignAsync(60, [.. Enumerable.Repeat(message, 255)]);
        await Chain.Client.SendAsync(transfer);
        (await BalanceAsync(Providers[0])).Should().Be(new Nano(3 * 255));
        await IsRejected(transfer);
        await IsRejected(await Client.SignAsync(-1, message));
    }

    [LocalChainFact]
    public async Task The_chain_answers_the_market_s_other_questions()
    {
        (await Chain.Client.GetMasterchainSeqnoAsync()).Should().BePositive();
        (await Chain.Client.GetConfigParamAsync(21)).BitLength.Should().BePositive();
        var unused = await Chain.Client.GetAccountAsync(AccountAddress.From(0, new byte[32]));
        (unused.Balance, unused.Status, unused.Code, unused.LastLt).Should().Be((Nano.Zero, TonAccountStatus.Uninitialized, null, 0ul));
        (await Chain.Client.GetTransactionsAsync(AccountAddress.From(0, new byte[32]), 10)).Should().BeEmpty();
    }
}
