using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Bench.Chain;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Chain;
using Cocoon.Silo.Chain;
using Cocoon.Ton;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Bench.Settlement;

/// <summary>A vault, clients with channels, and providers on a local chain, settled by the market's own code.</summary>
internal sealed class SettlementMarket : IDisposable
{
    private const uint Timelock = 7_200;
    private const uint ExitDelay = 86_400;
    private const uint Grace = 3_600;
    private const int FeeBps = 500;

    private static readonly Nano Charge = new(1_000_000);
    private static readonly Nano Deposit = Nano.FromTon(20);

    /// <summary>Everyone is paid in every batch, however little.</summary>
    private static readonly SettlementPolicy Policy = new(int.MaxValue, TimeSpan.Zero, Nano.Zero, MaxFeeShareBps: int.MaxValue, TimeSpan.Zero);

    private readonly LocalChain _chain;
    private readonly SigningKey _operator = Key(1);
    private readonly SigningKey _market = Key(2);
    private readonly SigningKey _client = Key(3);
    private readonly WalletV5R1 _wallet;
    private readonly StateInit _vault;
    private readonly StateInit[] _channels;
    private readonly AccountAddress[] _providers;
    private readonly TonMarketChain _books;
    private readonly uint[] _seqnos;
    private readonly Nano[] _charged;
    private uint _batch;

    /// <param name="chain">Where.</param>
    /// <param name="parties">Clients, and as many providers.</param>
    public SettlementMarket(LocalChain chain, int parties)
    {
        _chain = chain;
        _wallet = TonMarketChain.Wallet(_operator, TonNetwork.Local, shard: 0);
        _vault = VaultContract.Init(new VaultTerms(Public(_operator), TonNetwork.Local, _wallet.Address, Timelock, ExitDelay, Salt: (ulong)parties));
        var owner = new WalletV5R1(_client.PublicKey.Span, TonNetwork.Local).Address;
        _channels = [.. Enumerable.Range(0, parties).Select(number => ChannelContract.Init(
            new ChannelTerms(Public(_client), TonNetwork.Local, _vault.GetAddress(), owner, Public(_market), Grace, Salt: (ulong)number)))];
        _providers = [.. Enumerable.Range(0, parties).Select(number => AccountAddress.From(0, SHA256.HashData(Encoding.UTF8.GetBytes($"provider {number} of {parties}"))))];
        (_seqnos, _charged) = (new uint[parties], new Nano[parties]);
        var market = new MarketParameters(TonNetwork.Local, _vault.GetAddress(), [_vault.GetAddress()], Public(_market), FeeBps, Tier.Simulated,
            ImmutableDictionary<string, HexBytes>.Empty, new ChannelLimits(Nano.Zero, Deposit, 1, TimeSpan.FromMinutes(1)), Policy);
        _books = new TonMarketChain(market, _operator, chain.Client, Ed25519.Default, NullLogger<TonMarketChain>.Instance);
    }

    public async Task Deploy()
    {
        var client = new WalletV5R1(_client.PublicKey.Span, TonNetwork.Local);
        await _chain.Fund(_wallet.Address, Nano.FromTon(100));
        await _chain.Fund(client.Address, new Nano((Deposit.Value + Nano.PerTon) * _channels.Length));
        await Transfer(_wallet, _operator, [new InternalMessage(_vault.GetAddress(), Nano.FromTon(1), Bounce: false, null, _vault)]);
        await Transfer(client, _client, [.. _channels.Select(channel => ChannelContract.TopUp(channel.GetAddress(), Deposit, 1, channel))]);
    }

    /// <summary>Settles receipts that are spread evenly over the clients and the providers.</summary>
    public async Task<SettlementCost> Settle(int receipts)
    {
        var batch = Cut(receipts);
        var meter = new FeeMeter(_chain.Client, [_wallet.Address, _vault.GetAddress(), .. _channels.Select(channel => channel.GetAddress()), .. _providers]);
        var claims = await meter.Measure(async () => await Send(await _books.SignClaims(0, batch.Claims, default)));
        foreach (var claim in batch.Claims)
        {
            if ((await _books.ReadChannel(claim.Voucher.Channel, default))?.Claimed != claim.Voucher.Amount)
                throw new BenchException($"The chain did not take the voucher of channel {claim.Voucher.Channel}.");
        }
        var payout = await meter.Measure(async () => await Send(await _books.SignPayout(0, batch, default)));
        if ((await _books.FindPayout(0, batch, default)).Fate != PayoutFate.Paid) throw new BenchException($"The vault did not pay batch {batch.Seqno}.");
        return new SettlementCost(receipts, claims, payout);
    }

    public void Dispose()
    {
        foreach (var key in (SigningKey[])[_operator, _market, _client]) key.Dispose();
    }

    /// <summary>The batch that the market's own rules make of these receipts.</summary>
    private Batch Cut(int receipts)
    {
        var state = new SettlementState { NextSeqno = _batch++ };
        for (var client = 0; client < Math.Min(receipts, _channels.Length); client++) state = Accept(state, Push(client, receipts));
        var cut = Settlements.Cut(state, Policy, new SettlementCosts(new Nano(1), new Nano(1), new Nano(1)), DateTimeOffset.UnixEpoch.AddDays(1));
        return cut.State.Open ?? throw new BenchException("The market's rules cut no batch.");
    }

    private static SettlementState Accept(SettlementState state, SettlementPush push)
    {
        var step = Settlements.Accept(state, push);
        return step.Refusal is { } refusal ? throw new BenchException($"Settlement refused a push: {refusal.Message}") : step.State;
    }

    private SettlementPush Push(int client, int receipts)
    {
        var channel = _channels[client].GetAddress();
        var posted = ImmutableList.CreateBuilder<PostedReceipt>();
        for (var number = client; number < receipts; number += _channels.Length)
        {
            _charged[client] += Charge;
            posted.Add(new PostedReceipt(posted.Count + 1, _charged[client], Line(channel, _providers[client], number)));
        }
        var voucher = new VoucherSigner(Ed25519.Default).Sign(new Voucher(channel, _charged[client], ++_seqnos[client]), _client);
        return new SettlementPush(voucher, posted.ToImmutable());
    }

    private ReceiptLine Line(AccountAddress channel, AccountAddress provider, int number)
    {
        var job = JobId.FromIdempotencyKey($"{_batch}", $"{number}");
        var fee = new Nano(Charge.Value * FeeBps / 10_000);
        return new ReceiptLine(new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(job.ToString()))), job, channel, provider, Charge - fee, fee, DateTimeOffset.UnixEpoch);
    }

    private Task Send(ChainAttempt attempt) => _books.Send(attempt, default);

    private async Task Transfer(WalletV5R1 wallet, SigningKey key, IReadOnlyCollection<InternalMessage> messages)
    {
        var account = await _chain.Client.GetAccountAsync(wallet.Address);
        await _chain.Client.SendAsync(wallet.CreateTransfer(key, WalletV5R1.Seqno(account.Data), account.SyncTime + 60, messages, Ed25519.Default));
    }

    private static SigningKey Key(byte number) => new([.. Enumerable.Repeat(number, SigningKey.SeedBytes)], Ed25519.Default);

    private static HexBytes Public(SigningKey key) => new(key.PublicKey.Span);
}
