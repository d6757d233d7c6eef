using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.CrashHost;

/// <summary>The real chain, and death between the steps of a settlement.</summary>
internal sealed class CrashingChain(IMarketChain chain, Death death) : IMarketChain
{
    private ChainAttempt? _claim;

    public Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken) => chain.ReadChannel(channel, cancellationToken);

    public Task<uint> Time(CancellationToken cancellationToken) => chain.Time(cancellationToken);

    public async Task<ChainAttempt> SignClaims(IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken)
    {
        death.At(CrashPoint.AfterBatchWritten);
        return _claim = await chain.SignClaims(vouchers, cancellationToken);
    }

    public Task<ChainAttempt> SignPayout(Batch batch, CancellationToken cancellationToken) => chain.SignPayout(batch, cancellationToken);

    public async Task Send(ChainAttempt attempt, CancellationToken cancellationToken)
    {
        await chain.Send(attempt, cancellationToken);
        death.At(attempt == _claim ? CrashPoint.AfterClaimSent : CrashPoint.AfterPayoutSent);
    }

    public Task<PayoutSighting> FindPayout(Batch batch, CancellationToken cancellationToken) => chain.FindPayout(batch, cancellationToken);
}
