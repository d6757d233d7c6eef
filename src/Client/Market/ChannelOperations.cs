using Cocoon.Client.Transport;
using Cocoon.Client.Vouchers;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client;

internal sealed class ChannelOperations(IMarketTransport transport, Paymaster paymaster, CocoonClientOptions options, IEd25519 ed25519) : IChannelOperations
{
    public Task<ChannelStatus> ViewAsync(CancellationToken cancellationToken = default) => paymaster.Status(cancellationToken);

    public Task<ChannelStatus> RefreshAsync(CancellationToken cancellationToken = default) => paymaster.Status(cancellationToken, ChannelAction.Refresh);

    public Task<ChannelStatus> DrainAsync(CancellationToken cancellationToken = default) => paymaster.Status(cancellationToken, ChannelAction.Drain);

    public Task<ChannelStatus> ReopenAsync(CancellationToken cancellationToken = default) => paymaster.Status(cancellationToken, ChannelAction.Reopen);

    public Task<CloseGrant> CloseAsync(CancellationToken cancellationToken = default) => paymaster.Close(cancellationToken);

    public async Task<WithdrawalGrant> WithdrawAsync(Nano amount, CancellationToken cancellationToken = default)
    {
        var marketKey = options.MarketKey ?? (await paymaster.Status(cancellationToken)).MarketKey;
        var grant = await transport.WithdrawAsync(amount, cancellationToken);
        var cell = ChannelAgreements.Withdrawal(options.Channel, grant.TotalNano, grant.ValidUntil);
        return grant.Channel == options.Channel && ed25519.Verify(marketKey.ToArray(), cell.Hash, grant.Signature.ToArray())
            ? grant
            : throw new ReceiptMismatchException("the permit to withdraw is not signed by the market, or is for another channel.");
    }
}
