using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Chain;

public sealed partial class TonMarketChain
{
    [LoggerMessage(1601, LogLevel.Warning, "The network did not take a settlement message: {Reason}")]
    private partial void LogRejected(string reason);
}
