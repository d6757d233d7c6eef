using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Chain;

/// <summary>
/// The market's chain over a TON node: claims go out from the operator's wallets, one for each shard, payouts from the
/// shard's vault.
/// </summary>
public sealed partial class TonMarketChain(
    MarketParameters market, SigningKey operatorKey, ITonClient client, IEd25519 ed25519, ILogger<TonMarketChain> logger) : IMarketChain
{
    private readonly SettlementFees _fees = new(client);

    public HexBytes OperatorKey => new(operatorKey.PublicKey.Span);

    /// <summary>The wallet that sends a shard's claims; it needs money for their fees.</summary>
    public static WalletV5R1 Wallet(SigningKey operatorKey, int networkId, int shard) => new(operatorKey.PublicKey.Span, networkId, (ushort)shard);

    public async Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken)
    {
        // The block first: the account is read at it or later, so what was seen is never counted as older than it is.
        var block = await client.GetMasterchainSeqnoAsync(cancellationToken);
        var account = await client.GetAccountAsync(channel, cancellationToken);
        if (account is not { Code: { } code, Data: { } data } || ChannelContract.Read(code, data) is not { } found) return null;
        return IsOurs(channel, found.Terms) ? Facts(channel, found, block, account.SyncTime) : null;
    }

    public async Task<VaultFacts?> ReadVault(int shard, CancellationToken cancellationToken)
    {
        var (vault, account) = await LoadVault(shard, cancellationToken);
        return vault is null ? null : new VaultFacts(
            vault.Seqno, vault.ReceiptRoot, vault.EarningsRoot, vault.OperatorKey, vault.Paused, account.Balance);
    }

    public async Task<IReadOnlyDictionary<AccountAddress, Core.Money.Nano>> ReadDraws(int shard, IReadOnlyCollection<AccountAddress> providers, CancellationToken cancellationToken)
    {
        var drawn = (await RequireVault(shard, cancellationToken)).DrawnBy();
        return providers.Where(drawn.ContainsKey).ToDictionary(provider => provider, provider => drawn[provider]);
    }

    public async Task<ChainClock> Clock(CancellationToken cancellationToken)
    {
        var block = await client.GetMasterchainSeqnoAsync(cancellationToken);
        return new ChainClock((await client.GetAccountAsync(market.Vaults[0], cancellationToken)).SyncTime, block);
    }

    public Task<SettlementCosts> Costs(CancellationToken cancellationToken) => _fees.Costs(cancellationToken);

    public Task<WalletPurse> ClaimsPurse(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) =>
        Sender(shard).Purse(Claims(vouchers), cancellationToken);

    public Task<ChainAttempt> SignClaims(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) =>
        Sender(shard).Sign(Claims(vouchers), cancellationToken);

    public async Task<ChainAttempt> SignPayout(int shard, Batch batch, CancellationToken cancellationToken)
    {
        var vault = await RequireVault(shard, cancellationToken);
        // A provider may draw by proof at any moment: whoever asks what became of this seqno reads of it.
        if (vault.Seqno > batch.Seqno) throw new TonClientException(TonFailure.BadAnswer, $"The vault has gone on to seqno {vault.Seqno} just now; batch {batch.Seqno} is not signed.");
        Invariant.Require(vault.Seqno == batch.Seqno, "I7", $"the vault expects batch {vault.Seqno}, the books say {batch.Seqno}; is this state of another chain?");
        var validUntil = checked((await Clock(cancellationToken)).Time + SendingWallet.ValiditySeconds);
        var fees = await _fees.Sending(batch.Payouts.Count, cancellationToken);
        var payout = new PayoutBatch(vault.Domain, batch.Seqno, validUntil, batch.Payouts, fees, batch.ReceiptRoot, batch.EarningsRoot);
        var message = VaultContract.CreateBatch(market.Vaults[shard], payout, operatorKey, ed25519);
        return new ChainAttempt(new HexBytes(Boc.Write(message)), validUntil, batch.Seqno);
    }

    public async Task Send(ChainAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(Boc.Read(attempt.Message.ToArray()), cancellationToken);
        }
        catch (TonClientException e) when (e.Failure == TonFailure.Rejected)
        {
            // Normal when the message was taken before; the caller asks the chain again either way.
            LogRejected(e.Message);
        }
    }

    private bool IsOurs(AccountAddress channel, ChannelTerms terms) =>
        terms.NetworkId == market.NetworkId
        && market.Vaults.Contains(terms.Vault)
        // With another market key the owner could take back at once what vouchers promise.
        && terms.MarketKey == market.MarketKey
        && terms.Grace >= market.Channel.MinGrace.TotalSeconds
        && ChannelContract.IsAt(channel, terms);

    private static ChannelFacts Facts(AccountAddress channel, ChannelOnChain found, uint block, uint time) => new(
        channel, found.Terms.Owner, found.Terms.Vault, found.VoucherKey, found.Deposited, found.Claimed, found.Withdrawn,
        found.Closed, Moment(found.Closed ? null : found.ClosesAt), Moment(found.NextKey?.At), block, DateTimeOffset.FromUnixTimeSeconds(time));

    private static DateTimeOffset? Moment(uint? seconds) => seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;

    private async Task<VaultOnChain> RequireVault(int shard, CancellationToken cancellationToken) =>
        (await LoadVault(shard, cancellationToken)).Vault
        ?? throw new TonClientException(TonFailure.BadAnswer, $"There is no vault contract at {market.Vaults[shard]}.");

    private async Task<(VaultOnChain? Vault, TonAccount Account)> LoadVault(int shard, CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(market.Vaults[shard], cancellationToken);
        var vault = account is { Code: { } code, Data: { } data } ? VaultContract.Read(code, data) : null;
        return (vault?.NetworkId == market.NetworkId ? vault : null, account);
    }

    private static List<InternalMessage> Claims(IEnumerable<SignedVoucher> vouchers) => [.. vouchers.Select(voucher => ChannelContract.Claim(voucher, voucher.Voucher.Seqno))];

    private SendingWallet Sender(int shard) => new(Wallet(operatorKey, market.NetworkId, shard), operatorKey, client, ed25519);
}
