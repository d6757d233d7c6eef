using Microsoft.Extensions.Logging;

namespace Cocoon.Storage.Postgres;

internal sealed partial class PostgresReminderPump
{
    [LoggerMessage(EventId = 700, Level = LogLevel.Warning, Message = "Reminder '{ReminderName}' of grain {GrainId} failed; it comes again after its period.")]
    private static partial void LogTickFailed(ILogger logger, Exception exception, string reminderName, GrainId grainId);

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "The table of reminders cannot be read; the next look is in {Wait}.")]
    private static partial void LogCannotLook(ILogger logger, Exception exception, TimeSpan wait);
}
