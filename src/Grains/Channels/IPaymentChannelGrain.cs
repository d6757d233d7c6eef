using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Channels;

/// <summary>The books of one payment channel; the key is the channel contract's address.</summary>
[Alias("cocoon.IPaymentChannelGrain")]
public interface IPaymentChannelGrain : IGrainWithStringKey
{
    /// <summary>Reads the contract, and opens the books or takes over a larger deposit.</summary>
    /// <exception cref="RefusedException">There is no such contract, or it is not one of ours.</exception>
    [Alias("open")]
    Task<ChannelView> Open(CancellationToken cancellationToken = default);

    [Alias("view")]
    Task<ChannelView> View();

    /// <summary>The newest voucher with its signature, so that a client can check its own total; null before the first.</summary>
    [Alias("newest-voucher")]
    Task<SignedVoucher?> NewestVoucher();

    /// <summary>Reserves the most a job can cost; the job id is the operation id.</summary>
    [Alias("hold")]
    Task Hold(JobId job, Nano amount, DateTimeOffset deadline);

    /// <summary>Charges a receipt against its hold and releases the rest.</summary>
    [Alias("post")]
    Task<ChannelView> Post(SignedReceipt receipt);

    /// <summary>Releases a job's hold without a charge.</summary>
    [Alias("void")]
    Task Void(JobId job);

    /// <summary>Takes the client's newest voucher after checking its signature.</summary>
    [Alias("accept-voucher")]
    Task<ChannelView> AcceptVoucher(SignedVoucher voucher);

    /// <summary>Hands covered receipts to settlement now instead of at the next tick.</summary>
    [Alias("push")]
    Task<ChannelView> Push();
}
