using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Channels;

namespace Cocoon.Joining.Tests.Silos;

/// <summary>Stands in for the ledger: whoever reaches it gets an answer, and it counts.</summary>
[GrainType("paymentchannel")]
public sealed class ChannelDouble(Reached reached) : Grain, IPaymentChannelGrain
{
    public Task<ChannelView> Open(CancellationToken cancellationToken = default) => Count<ChannelView>();

    public Task<ChannelView> View() => Count<ChannelView>();

    public Task<SignedVoucher?> NewestVoucher() => Count<SignedVoucher?>();

    public Task<bool> Hold(JobId job, Nano amount, DateTimeOffset deadline) => Count<bool>();

    public Task<ChannelView> Post(SignedReceipt receipt) => Count<ChannelView>();

    public Task Void(JobId job) => Count<ChannelView>();

    public Task<ChannelView> AcceptVoucher(SignedVoucher voucher) => Count<ChannelView>();

    public Task<ChannelView> Push() => Count<ChannelView>();

    public Task<ChannelView> Drain() => Count<ChannelView>();

    public Task<ChannelView> Reopen() => Count<ChannelView>();

    public Task<HexBytes> AgreeClose(Nano amount, HexBytes clientSignature) => Count<HexBytes>();

    public Task<SignedWithdrawal> PermitWithdrawal(Nano amount, CancellationToken cancellationToken = default) => Count<SignedWithdrawal>();

    private Task<T> Count<T>()
    {
        reached.Add();
        return Task.FromResult<T>(default!);
    }
}
