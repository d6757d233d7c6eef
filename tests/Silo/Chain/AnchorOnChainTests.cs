using System.Text;
using Cocoon.Core.Money;
using Cocoon.Core.Reputation;
using Cocoon.Core.Settlement;
using Cocoon.Grains;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Tests;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.LocalChain;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>From an epoch that closes to the one comment in the vault's transactions that carries its hash.</summary>
public sealed class AnchorOnChainTests : SiloOnChain
{
    [LocalChainFact]
    public async Task The_hash_of_an_epoch_is_one_comment_from_the_operator_s_wallet_though_the_answer_is_lost()
    {
        Way.LosesReplies = true;
        var closed = await Grains.Epochs().Close();
        await GrainHost.Eventually(async () => (await CommentsAsync()).Count > 0);
        Way.LosesReplies = false;

        var anchored = await AnchoredAsync(closed);

        var transaction = (await CommentsAsync()).Should().ContainSingle().Subject;
        transaction.Hash.Should().Be(anchored.Transaction);
        (transaction.In!.Source, transaction.ComputeSucceeded).Should().Be((Operator.Address, true));
        transaction.In.Value.Should().Be(new Nano(10_000_000));
        // One cell: the opcode of a comment, and the text that docs/reputation.md promises.
        var text = Encoding.UTF8.GetBytes($"cocoon reputation {closed.Number} {Convert.ToHexStringLower(closed.Root.ToArray())}");
        var head = transaction.In.Body.BeginParse();
        head.LoadUInt(32).Should().Be(0);
        head.LoadBytes(text.Length).Should().Equal(text);
        head.RequireEnd();
    }

    [LocalChainFact]
    public async Task An_anchor_that_got_lost_is_signed_anew_after_it_expired_and_comes_once()
    {
        Way.LosesMessages = true;
        var closed = await Grains.Epochs().Close();
        await GrainHost.Eventually(() => Task.FromResult(Way.Lost > 0));
        await Chain.PassAsync(120);
        Way.LosesMessages = false;

        var anchored = await AnchoredAsync(closed);

        (await CommentsAsync()).Select(transaction => transaction.Hash).Should().Equal(anchored.Transaction);
    }

    [LocalChainFact]
    public async Task A_wallet_that_cannot_pay_for_an_anchor_sends_nothing_and_says_what_it_lacks()
    {
        var rest = new Nano(8_000_000);
        var held = (await Chain.Client.GetAccountAsync(Operator.Address)).Balance;
        // Leaves about this much, less the fees of sending the rest away.
        await Operator.SendAsync(new InternalMessage(Owner.Address, held - rest, Bounce: false));
        var seqno = await SeqnoAsync();

        Epoch closed = null!;
        WalletPurse? purse = null;
        var (leaks, _) = await Tap.Listen($"its wallet {Operator.Address} holds", async () =>
        {
            closed = await Grains.Epochs().Close();
            await GrainHost.Eventually(async () => (purse = (await Grains.Settlement(0).View()).Purse) is not null);
        });

        leaks.Should().Contain("the log");
        purse!.Balance.Should().BeLessThan(rest);
        purse.Missing.Should().Be(purse.Needed - purse.Balance + purse.Receiving);
        (await SeqnoAsync()).Should().Be(seqno);
        await Chain.FundAsync(Operator.Address, purse.Missing);
        await PassAsync(60);
        var anchored = await AnchoredAsync(closed);
        (await CommentsAsync()).Select(transaction => transaction.Hash).Should().Equal(anchored.Transaction);
        (await SeqnoAsync()).Should().Be(seqno + 1);
    }

    [LocalChainFact]
    public async Task A_stranger_s_comment_is_nobody_s_anchor()
    {
        var anchor = new Anchor(7, GrainHost.Bytes(9));
        await Owner.SendAsync(new InternalMessage(Vault, new Nano(10_000_000), Bounce: true, TextComment.Create(anchor.Comment())));
        (await CommentsAsync()).Should().ContainSingle("the vault takes anybody's money");
        var chain = Services.GetRequiredService<IMarketChain>();

        (await chain.FindAnchor(0, anchor, default)).IsEmpty.Should().BeTrue();
        await chain.Send(await chain.SignAnchor(0, anchor, default), default);

        (await chain.FindAnchor(0, anchor, default)).Should().Be((await CommentsAsync())[0].Hash);
    }

    private async Task<uint> SeqnoAsync() => WalletV5R1.Seqno((await Chain.Client.GetAccountAsync(Operator.Address)).Data);

    /// <summary>The epoch once the chain has its hash for good.</summary>
    private async Task<Epoch> AnchoredAsync(Epoch closed)
    {
        Epoch? anchored = null;
        await GrainHost.Eventually(async () => (anchored = (await Grains.Epochs().Epochs()).Find(epoch => epoch.Number == closed.Number)) is { Transaction.IsEmpty: false });
        return anchored!;
    }

    /// <summary>Comments that the vault received, newest first.</summary>
    private async Task<IReadOnlyList<TonTransaction>> CommentsAsync() =>
        [.. (await Chain.Client.GetTransactionsAsync(Vault, 100)).Where(step => step.In is { IsExternal: false, Bounced: false } message && TextComment.Read(message.Body) is not null)];
}
