using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Channels;

/// <summary>The books of one payment channel; the key is the channel contract's address.</summary>
[Alias("cocoon.IPaymentChannelGrain"), Version(1)]
public interface IPaymentChannelGrain : IGrainWithStringKey
{
    /// <summary>Reads the contract, and opens the books or takes over what changed.</summary>
    /// <exception cref="RefusedException">There is no such contract, or it is not one of ours.</exception>
    [Alias("open")]
    Task<ChannelView> Open(CancellationToken cancellationToken = default);

    [Alias("view")]
    Task<ChannelView> View();

    /// <summary>The newest voucher with its signature, so that a client can check its own total; null before the first.</summary>
    [Alias("newest-voucher")]
    Task<SignedVoucher?> NewestVoucher();

    /// <summary>Reserves the most a job can cost; the job id is the operation id.</summary>
    /// <returns>Whether this call made the hold; false when it was there before.</returns>
    [Alias("hold")]
    Task<bool> Hold(JobId job, Nano amount, DateTimeOffset deadline);

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

    /// <summary>Begins to close together: running jobs end, no new ones start.</summary>
    /// <returns>The view with the final amount for the client to sign.</returns>
    [Alias("drain")]
    Task<ChannelView> Drain();

    /// <summary>Takes back <see cref="Drain"/> as long as nothing was agreed.</summary>
    [Alias("reopen")]
    Task<ChannelView> Reopen();

    /// <summary>
    /// Agrees to close with the final amount, which the client has signed. Anyone may then send both signatures to the
    /// contract, which pays the rest to the owner at once.
    /// </summary>
    /// <param name="amount">The final amount, as the view shows it.</param>
    /// <param name="clientSignature">Of the voucher key over the close agreement's cell.</param>
    /// <returns>The market's signature over the same cell.</returns>
    [Alias("agree-close")]
    Task<HexBytes> AgreeClose(Nano amount, HexBytes clientSignature);

    /// <summary>Reserves an amount for the owner to withdraw and signs a permit for it, valid for a few minutes.</summary>
    [Alias("permit-withdrawal")]
    Task<SignedWithdrawal> PermitWithdrawal(Nano amount, CancellationToken cancellationToken = default);
}
