using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.CrashHost;

/// <summary>The real chain, and death between the steps of a settlement.</summary>
internal sealed class CrashingChain(IMarketChain chain, Death death) : IMarketChain
{
    private ChainAttempt? _claim;

    public HexBytes OperatorKey => chain.OperatorKey;

    public Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken) => chain.ReadChannel(channel, cancellationToken);

    public Task<VaultFacts?> ReadVault(int shard, CancellationToken cancellationToken) => chain.ReadVault(shard, cancellationToken);

    public Task<IReadOnlyDictionary<AccountAddress, Nano>> ReadDraws(int shard, IReadOnlyCollection<AccountAddress> providers, CancellationToken cancellationToken) =>
        chain.ReadDraws(shard, providers, cancellationToken);

    public Task<ChainClock> Clock(CancellationToken cancellationToken) => chain.Clock(cancellationToken);

    public Task<SettlementCosts> Costs(CancellationToken cancellationToken) => chain.Costs(cancellationToken);

    public Task<WalletPurse> ClaimsPurse(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken) => chain.ClaimsPurse(shard, vouchers, cancellationToken);

    public async Task<ChainAttempt> SignClaims(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken)
    {
        death.At(CrashPoint.AfterBatchWritten);
        return _claim = await chain.SignClaims(shard, vouchers, cancellationToken);
    }

    public Task<ChainAttempt> SignPayout(int shard, Batch batch, CancellationToken cancellationToken) => chain.SignPayout(shard, batch, cancellationToken);

    public Task<WalletPurse> AnchorPurse(int shard, Anchor anchor, CancellationToken cancellationToken) => chain.AnchorPurse(shard, anchor, cancellationToken);

    public Task<ChainAttempt> SignAnchor(int shard, Anchor anchor, CancellationToken cancellationToken) => chain.SignAnchor(shard, anchor, cancellationToken);

    public Task<HexBytes> FindAnchor(int shard, Anchor anchor, CancellationToken cancellationToken) => chain.FindAnchor(shard, anchor, cancellationToken);

    public async Task Send(ChainAttempt attempt, CancellationToken cancellationToken)
    {
        await chain.Send(attempt, cancellationToken);
        death.At(attempt == _claim ? CrashPoint.AfterClaimSent : CrashPoint.AfterPayoutSent);
    }

    public Task<PayoutSighting> FindPayout(int shard, Batch batch, CancellationToken cancellationToken) => chain.FindPayout(shard, batch, cancellationToken);
}
