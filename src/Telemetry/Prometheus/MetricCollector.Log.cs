using Microsoft.Extensions.Logging;

namespace Cocoon.Telemetry.Prometheus;

internal sealed partial class MetricCollector
{
    [LoggerMessage(4001, LogLevel.Warning, "{Count} observable instruments failed, the first with {Error}: {Reason}")]
    private partial void LogLookFailed(int count, string error, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "The instrument {Instrument} of meter {Meter} is not shown: another one of the same name has another type, unit or buckets.")]
    private partial void LogConflict(string instrument, string meter);
}
