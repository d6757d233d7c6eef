using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Gateway.Hosting;
using Cocoon.Grains;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Channels;

/// <summary>
/// Signs vouchers for a caller who entrusted its key to this gateway, up to a daily limit. Such a caller trusts the gateway
/// with that much; the client library needs no such trust. Thread-safe.
/// </summary>
internal sealed partial class VoucherKeeper(
    IGrainFactory grains, IOptions<GatewayOptions> options, IEd25519 ed25519, TimeProvider time, ILogger<VoucherKeeper> logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly VoucherSigner _signer = new(ed25519);
    private DateOnly _day;
    private Nano _signedToday;

    /// <summary>Covers what the channel owes, if this gateway keeps its key.</summary>
    /// <returns>"signed", "nothing owed", "daily limit reached", or "yours to sign" for channels it has no key of.</returns>
    public async Task<string> Cover(AccountAddress channel)
    {
        if (options.Value.VoucherKeeper is not { } keeper || keeper.Channel != channel) return "yours to sign";
        await _gate.WaitAsync();
        try
        {
            return await Sign(keeper);
        }
        catch (Exception e) when (e is RefusedException or TimeoutException)
        {
            // The answer has been paid for by the credit line; the next receipt tries again with a larger amount.
            LogNotSigned(channel, e.Message);
            return "not signed";
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<string> Sign(VoucherKeeperOptions keeper)
    {
        var view = await grains.Channel(keeper.Channel).View();
        var owed = view.Charged - view.Vouched;
        if (!owed.IsPositive) return "nothing owed";
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today != _day) (_day, _signedToday) = (today, Nano.Zero);
        if (_signedToday + owed > keeper.DailyLimit)
        {
            LogLimit(keeper.Channel, keeper.DailyLimit);
            return "daily limit reached";
        }
        var voucher = new Voucher(keeper.Channel, view.Charged, checked(view.VoucherSeqno + 1));
        await grains.Channel(keeper.Channel).AcceptVoucher(_signer.Sign(voucher, keeper.Key));
        _signedToday += owed;
        return "signed";
    }

    [LoggerMessage(2201, LogLevel.Warning, "The voucher key of channel {Channel} has reached its daily limit of {Limit}; its owner must raise it or sign.")]
    private partial void LogLimit(AccountAddress channel, Nano limit);

    [LoggerMessage(2202, LogLevel.Warning, "No voucher for channel {Channel} this time: {Reason}")]
    private partial void LogNotSigned(AccountAddress channel, string reason);
}
