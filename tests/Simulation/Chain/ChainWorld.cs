using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Silo.Chain;
using Cocoon.Simulation.Chain;
using Cocoon.Simulation.Faults;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Vaults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>A simulated chain with a market's vault and operator wallet, and a client's channel.</summary>
internal sealed class ChainWorld
{
    private readonly IFaults _faults;
    private readonly VoucherSigner _signer = new(Ed25519.Default);

    public ChainWorld(IFaults faults, SimulatedTonOptions? options = null)
    {
        _faults = faults;
        Chain = new SimulatedTon(options ?? new SimulatedTonOptions(), Time, faults, Ed25519.Default);
        Users = new ChainUsers(Chain, Ed25519.Default);
        VaultTerms = new VaultTerms(PublicKey(OperatorKey), Chain.NetworkId, MarketOwner, Timelock: 100, ExitDelay: 600, Salt: 0);
        Vault = VaultContract.Init(VaultTerms).GetAddress();
        ChannelTerms = new ChannelTerms(PublicKey(VoucherKey), Chain.NetworkId, Vault, Client, PublicKey(MarketKey), Grace: 3_600, Salt: 0);
        Channel = ChannelContract.Init(ChannelTerms).GetAddress();
        Market = new TonMarketChain(Parameters(), OperatorKey, Chain, Ed25519.Default, NullLogger<TonMarketChain>.Instance);
    }

    public ManualTime Time { get; } = new();
    public SimulatedTon Chain { get; }
    public ChainUsers Users { get; }
    public TonMarketChain Market { get; }
    public SigningKey OperatorKey { get; } = Key(1);
    public SigningKey VoucherKey { get; } = Key(2);
    public SigningKey MarketKey { get; } = Key(3);
    public AccountAddress MarketOwner { get; } = Account(4);
    public AccountAddress Client { get; } = Account(5);
    public AccountAddress Provider { get; } = Account(6);
    public VaultTerms VaultTerms { get; }
    public AccountAddress Vault { get; }
    public ChannelTerms ChannelTerms { get; }
    public AccountAddress Channel { get; }

    /// <summary>Deploys everything: 10 TON in the channel, 1 in the vault, 5 in the operator's wallet.</summary>
    public ChainWorld Open()
    {
        Chain.Give(Client, Nano.FromTon(100));
        Chain.Give(MarketOwner, Nano.FromTon(100));
        Chain.Give(TonMarketChain.Wallet(OperatorKey, Chain.NetworkId, 0).Address, Nano.FromTon(5));
        Blocks(1);
        Users.DeployVault(MarketOwner, VaultTerms, Nano.FromTon(1));
        Users.DeployChannel(Client, ChannelTerms, Nano.FromTon(10));
        Blocks(3);
        return this;
    }

    /// <summary>Lets so many blocks go by, and checks after each that no money was made or lost.</summary>
    public void Blocks(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            Chain.Totals().Should().Match<ChainTotals>(totals => totals.IsConserved);
        }
    }

    public SignedVoucher Voucher(Nano amount, uint seqno) => _signer.Sign(new Voucher(Channel, amount, seqno), VoucherKey);

    public Batch Batch(uint seqno, Nano pay, params SignedVoucher[] claims)
    {
        ImmutableList<EarningsEntry> earnings = [new(Provider, pay, pay)];
        return new Batch
        {
            Seqno = seqno, Receipts = [], Claims = [.. claims], Payouts = [new Payout(Provider, pay)],
            ReceiptRoot = new HexBytes([.. new byte[31], (byte)(seqno + 1)]), EarningsRoot = MerkleTree.Root(earnings.ConvertAll(entry => entry.Leaf())),
            CutAt = Time.GetUtcNow(), Earnings = earnings,
        };
    }

    public static AccountAddress Account(byte number) => AccountAddress.From(0, [.. new byte[31], number]);

    public static SigningKey Key(byte number) => new([.. new byte[31], number], Ed25519.Default);

    public static HexBytes PublicKey(SigningKey key) => new(key.PublicKey.Span);

    private MarketParameters Parameters() => new(
        Chain.NetworkId, Account(9), [Vault], PublicKey(MarketKey), FeeBps: 0, Tier.Open, ImmutableDictionary<string, HexBytes>.Empty,
        new ChannelLimits(Nano.Zero, Nano.FromTon(1), MaxHolds: 10, TimeSpan.FromHours(1)),
        new SettlementPolicy(100, TimeSpan.FromMinutes(1), Nano.FromTon(1), 100, TimeSpan.FromHours(1)));
}
