using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Providers;

public sealed partial class ProviderAgent
{
    [LoggerMessage(1701, LogLevel.Information, "On the market as {Provider}, tier {Tier}, appraisal valid until {NotAfter:u}, with {Models} models.")]
    private partial void LogJoined(string provider, string tier, DateTimeOffset notAfter, int models);

    [LoggerMessage(1708, LogLevel.Information, "Ready to audit as {Provider}, tier {Tier}, appraisal valid until {NotAfter:u}, with {Models} models. It sells nothing.")]
    private partial void LogAudits(string provider, string tier, DateTimeOffset notAfter, int models);

    [LoggerMessage(1702, LogLevel.Warning, "Off the market ({Error}): {Reason} Trying again.")]
    private partial void LogOffMarket(string error, string reason);

    [LoggerMessage(1706, LogLevel.Error, "The engine of '{Model}' hangs or has broken: the model is not offered until it answers again, and {Running} jobs on it end.")]
    private partial void LogEngineLost(string model, int running);

    [LoggerMessage(1707, LogLevel.Information, "The engine of '{Model}' answers again; the model is offered.")]
    private partial void LogEngineBack(string model);
}
