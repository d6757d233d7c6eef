using Cocoon.Core.Accounts;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Channels;

public sealed partial class PaymentChannelGrain
{
    [LoggerMessage(1101, LogLevel.Warning, "Channel {Channel} could not follow its contract or hand on its receipts ({Error}): {Reason}. Trying again.")]
    private partial void LogTickFailed(AccountAddress channel, string error, string reason);
}
