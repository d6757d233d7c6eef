using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Silo.Chain;
using Cocoon.Ton.Channels;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>What a claim wallet is asked to hold, against what the chain takes from it.</summary>
public sealed class PurseTests
{
    private const int Shard = 1;
    private const int Channels = 3;

    private readonly ChainWorld _world = new ChainWorld(new ScriptedFaults()).Open();
    private readonly List<(AccountAddress Channel, SignedVoucher Voucher)> _claims = [];

    public PurseTests()
    {
        for (var salt = 1ul; salt <= Channels; salt++)
        {
            var terms = _world.ChannelTerms with { Salt = salt };
            var channel = ChannelContract.Init(terms).GetAddress();
            _world.Users.DeployChannel(_world.Client, terms, Nano.FromTon(2));
            _claims.Add((channel, new VoucherSigner(Ton.Crypto.Ed25519.Default).Sign(new Voucher(channel, Nano.FromTon(1), 1), _world.VoucherKey)));
        }
        _world.Blocks(3);
    }

    [Fact]
    public async Task A_wallet_that_gets_what_is_missing_claims_everything()
    {
        var purse = await PurseAsync();
        (purse.Balance, purse.Wallet).Should().Be((Nano.Zero, TonMarketChain.Wallet(_world.OperatorKey, _world.Chain.NetworkId, Shard).Address));

        (await ClaimAsync(purse.Missing)).Should().Be(Channels);

        (await PurseAsync()).Needed.Should().BeLessThan(purse.Needed, "the wallet is deployed now");
    }

    /// <summary>Why nothing is sent then: the wallet takes the message, and leaves out what it cannot pay for.</summary>
    [Fact]
    public async Task A_wallet_that_gets_less_than_the_claims_carry_leaves_some_out()
    {
        var purse = await PurseAsync();

        (await ClaimAsync(purse.Missing - ChannelContract.ClaimFees)).Should().BeLessThan(Channels);

        (await _world.Market.SignClaims(Shard, [.. _claims.Select(claim => claim.Voucher)], default)).Seqno.Should().Be(1u, "its number is used up all the same");
    }

    private Task<WalletPurse> PurseAsync() => _world.Market.ClaimsPurse(Shard, [.. _claims.Select(claim => claim.Voucher)], default);

    /// <summary>Gives the wallet so much, claims, and counts the channels that show it.</summary>
    private async Task<int> ClaimAsync(Nano given)
    {
        _world.Chain.Give(TonMarketChain.Wallet(_world.OperatorKey, _world.Chain.NetworkId, Shard).Address, given);
        _world.Blocks(1);
        await _world.Market.Send(await _world.Market.SignClaims(Shard, [.. _claims.Select(claim => claim.Voucher)], default), default);
        _world.Blocks(5);
        var claimed = 0;
        foreach (var (channel, _) in _claims)
            if ((await _world.Market.ReadChannel(channel, default))!.Claimed == Nano.FromTon(1)) claimed++;
        return claimed;
    }
}
