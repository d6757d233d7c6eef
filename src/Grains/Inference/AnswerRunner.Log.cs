using Cocoon.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Inference;

public sealed partial class AnswerRunner
{
    [LoggerMessage(1501, LogLevel.Warning, "The engine broke off job {Job} ({Code}): {Reason}")]
    private partial void LogEngineFailed(JobId job, RefusalCode code, string reason);

    [LoggerMessage(1502, LogLevel.Warning, "The bill of job {Job} is not confirmed after attempt {Attempt} ({Error}); reporting it again.")]
    private partial void LogReportOpen(JobId job, int attempt, string error);
}
