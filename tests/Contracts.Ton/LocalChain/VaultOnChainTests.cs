using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>The rarer steps of a vault: exit by proof, pause, timelock.</summary>
public sealed class VaultOnChainTests : MarketOnChain
{
    private static readonly EarningsEntry[] Entries =
        [.. Providers.Select((provider, i) => new EarningsEntry(provider, new Nano(900_000_000), new Nano(100_000_000 + i)))];

    [LocalChainFact]
    public async Task When_the_market_is_gone_every_provider_draws_what_the_last_batch_guarantees_it()
    {
        await PublishAsync();
        await TellVaultAsync(new VaultMessage.StartExit(1));
        var opensAt = (await VaultOnChainAsync()).ExitOpensAt;
        opensAt.Should().BeGreaterThan((uint)await NowAsync());
        await DrawAsync(0);
        (await LastExitCodeAsync(Vault)).Should().Be(214, "the exit delay has not passed");

        await Chain.PassAsync(ExitDelay);
        var before = await BalanceWithRentAsync(Vault);
        for (var i = 0; i < Entries.Length; i++) await DrawAsync(i);
        await DrawAsync(1);
        (await LastExitCodeAsync(Vault)).Should().Be(215, "all of it was drawn");

        (await BalanceWithRentAsync(Vault)).Should().Be(before - new Nano(300_000_003));
        var vault = await VaultOnChainAsync();
        vault.Seqno.Should().Be(4, "each draw takes a number");
        foreach (var entry in Entries)
        {
            vault.DrawnBy()[entry.Provider].Should().Be(entry.Guaranteed);
            (await BalanceAsync(entry.Provider)).Should().BeGreaterThan(entry.Guaranteed);
        }
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task A_batch_signed_before_a_draw_is_worthless_after_it()
    {
        await PublishAsync();
        var batch = await BatchAsync(1, [new Payout(Providers[0], Entries[0].Guaranteed)], seconds: (int)ExitDelay * 2);
        await TellVaultAsync(new VaultMessage.StartExit(1));
        await Chain.PassAsync(ExitDelay);
        await DrawAsync(0);

        await IsRejected(batch);
    }

    [LocalChainFact]
    public async Task The_owner_stops_batches_at_once_and_replaces_the_operator_after_the_delay()
    {
        using var key = new SigningKey([.. Enumerable.Repeat((byte)77, 32)], Ed25519.Default);
        var change = VaultChange.SetOperator(new HexBytes(key.PublicKey.Span));
        await TellVaultAsync(new VaultMessage.Pause(1, true));
        (await VaultOnChainAsync()).Paused.Should().BeTrue();
        await IsRejected(await BatchAsync(0, []));

        await TellVaultAsync(new VaultMessage.Announce(2, change));
        await TellVaultAsync(new VaultMessage.Apply(3, change));
        (await LastExitCodeAsync(Vault)).Should().Be(304, "the delay has not passed");
        await Chain.PassAsync(Timelock);
        await TellVaultAsync(new VaultMessage.Apply(4, change));
        await TellVaultAsync(new VaultMessage.Pause(5, false));

        var vault = await VaultOnChainAsync();
        (vault.Paused, vault.OperatorKey).Should().Be((false, new HexBytes(key.PublicKey.Span)));
        await IsRejected(await BatchAsync(0, []));
        await EveryNanoIsAccountedFor();
    }

    [LocalChainFact]
    public async Task The_owner_takes_its_own_money_out_after_the_delay()
    {
        var change = VaultChange.TakeOut(Client.Address, new Nano(500_000_000));
        await TellVaultAsync(new VaultMessage.Announce(1, change));
        await Chain.PassAsync(Timelock);
        var before = await BalanceWithRentAsync(Vault);

        await TellVaultAsync(new VaultMessage.Apply(2, change));

        (await BalanceWithRentAsync(Vault)).Should().Be(before - new Nano(500_000_000));
        await EveryNanoIsAccountedFor();
    }

    private static IReadOnlyList<HexBytes> Leaves => [.. Entries.Select(entry => entry.Leaf())];

    private async Task PublishAsync() => await Chain.Client.SendAsync(await BatchAsync(0, [], earningsRoot: MerkleTree.Root(Leaves)));

    private Task DrawAsync(int index) =>
        TellVaultAsync(new VaultMessage.DrawEarnings(9, Entries[index], (uint)index, (uint)Entries.Length, MerkleTree.Proof(Leaves, index)));

    private Task TellVaultAsync(VaultMessage message) =>
        Market.SendAsync(new InternalMessage(Vault, VaultContract.MessageFees, Bounce: true, message.ToCell()));
}
