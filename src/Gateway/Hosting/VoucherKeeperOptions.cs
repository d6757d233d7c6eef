using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Crypto;

namespace Cocoon.Gateway.Hosting;

/// <summary>A voucher key that its owner entrusts to this gateway.</summary>
public sealed class VoucherKeeperOptions
{
    /// <summary>The channel it signs for. Required.</summary>
    public required AccountAddress Channel { get; set; }

    /// <summary>The channel's voucher key. Required.</summary>
    public required SigningKey Key { get; set; }

    /// <summary>Most it signs for in one UTC day, counted from the start of this process. Required.</summary>
    public required Nano DailyLimit { get; set; }
}
