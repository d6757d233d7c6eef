using Cocoon.Core.Accounts;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Channels;

public sealed partial class PaymentChannelGrain
{
    [LoggerMessage(1101, LogLevel.Warning, "Channel {Channel} could not hand its receipts to settlement ({Error}): {Reason}. Trying again.")]
    private partial void LogPushFailed(AccountAddress channel, string error, string reason);
}
