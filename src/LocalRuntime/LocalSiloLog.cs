using Microsoft.Extensions.Logging;

namespace Cocoon.LocalRuntime;

internal static partial class LocalSiloLog
{
    [LoggerMessage(EventId = 130, Level = LogLevel.Warning, Message = "The grain runtime stopped at its deadline with {Count} activations still busy.")]
    public static partial void StoppedEarly(ILogger logger, int count);
}
