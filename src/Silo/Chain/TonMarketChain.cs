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
using Cocoon.Ton.Vaults;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Chain;

/// <summary>The market's chain over a TON node: claims go out from the operator's wallet, payouts from the vault.</summary>
public sealed partial class TonMarketChain(
    MarketParameters market, SigningKey operatorKey, ITonClient client, IEd25519 ed25519, ILogger<TonMarketChain> logger) : IMarketChain
{
    /// <summary>How long a signed message may be accepted; a lost one is signed anew after it.</summary>
    private const uint ValiditySeconds = 60;

    /// <summary>Transactions of the vault searched for a batch; more than one batch can cause while it is open.</summary>
    private const int SearchDepth = 100;

    private readonly WalletV5R1 _wallet = new(operatorKey.PublicKey.Span, market.NetworkId);

    public async Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(channel, cancellationToken);
        if (account is not { Code: { } code, Data: { } data } || ChannelContract.Read(code, data) is not { } found) return null;
        // Whoever deployed it, the address proves the terms: it is the hash of our code with exactly these.
        var isOurs = found.Terms.NetworkId == market.NetworkId && found.Terms.Vault == market.Vault
            && ChannelContract.Init(found.Terms).GetAddress() == channel;
        return isOurs ? new ChannelFacts(found.Terms.Owner, found.Terms.VoucherKey, found.Deposited, found.Claimed, found.Seqno) : null;
    }

    public async Task<uint> Time(CancellationToken cancellationToken) =>
        (await client.GetAccountAsync(market.Vault, cancellationToken)).SyncTime;

    public async Task<ChainAttempt> SignClaims(IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(_wallet.Address, cancellationToken);
        var validUntil = checked(account.SyncTime + ValiditySeconds);
        var claims = vouchers.Select(voucher => ChannelContract.Claim(voucher, voucher.Voucher.Seqno, market.NetworkId)).ToList();
        return Attempt(_wallet.CreateTransfer(operatorKey, WalletV5R1.Seqno(account.Data), validUntil, claims, ed25519), validUntil);
    }

    public async Task<ChainAttempt> SignPayout(Batch batch, CancellationToken cancellationToken)
    {
        var vault = await ReadVault(cancellationToken);
        Invariant.Require(vault.Seqno == batch.Seqno, "I7", $"the vault expects batch {vault.Seqno}, the books say {batch.Seqno}; is this state of another chain?");
        var validUntil = checked(await Time(cancellationToken) + ValiditySeconds);
        var payout = new PayoutBatch(batch.Seqno, validUntil, batch.Payouts, batch.ReceiptRoot, batch.EarningsRoot);
        return Attempt(VaultContract.CreateBatch(market.Vault, payout, market.NetworkId, operatorKey, ed25519), validUntil);
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

    public async Task<PayoutSighting> FindPayout(Batch batch, CancellationToken cancellationToken)
    {
        var vault = await ReadVault(cancellationToken);
        if (vault.Seqno <= batch.Seqno) return PayoutSighting.NotSeen;
        var transactions = await client.GetTransactionsAsync(market.Vault, SearchDepth, cancellationToken: cancellationToken);
        var found = transactions.FirstOrDefault(transaction =>
            transaction.In is { IsExternal: true } message && transaction.ComputeSucceeded && VaultContract.BatchSeqno(message.Body) == batch.Seqno)
            ?? throw new TonClientException(TonFailure.BadAnswer, $"The vault is past batch {batch.Seqno}, but the batch is not among its last {SearchDepth} transactions.");
        var paid = found.ActionsSucceeded && found.Out.Count == batch.Payouts.Count;
        return new PayoutSighting(paid ? PayoutFate.Paid : PayoutFate.Rejected, found.Hash);
    }

    private async Task<VaultOnChain> ReadVault(CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(market.Vault, cancellationToken);
        return account is { Code: { } code, Data: { } data } && VaultContract.Read(code, data) is { } vault
            ? vault
            : throw new TonClientException(TonFailure.BadAnswer, $"There is no vault contract at {market.Vault}.");
    }

    private static ChainAttempt Attempt(Cell message, uint validUntil) => new(new HexBytes(Boc.Write(message)), validUntil);
}
