using Cocoon.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Jobs;

public sealed partial class JobGrain
{
    [LoggerMessage(1301, LogLevel.Warning, "Job {Job} was not charged ({Code}): {Reason}")]
    private partial void LogNotCharged(JobId job, RefusalCode code, string reason);
}
