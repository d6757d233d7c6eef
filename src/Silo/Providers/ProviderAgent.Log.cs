using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Providers;

public sealed partial class ProviderAgent
{
    [LoggerMessage(1701, LogLevel.Information, "On the market as {Provider}, tier {Tier}, appraisal valid until {NotAfter:u}.")]
    private partial void LogJoined(string provider, string tier, DateTimeOffset notAfter);

    [LoggerMessage(1702, LogLevel.Warning, "Off the market ({Error}): {Reason} Trying again.")]
    private partial void LogOffMarket(string error, string reason);
}
