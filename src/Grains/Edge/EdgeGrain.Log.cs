using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Edge;

public sealed partial class EdgeGrain
{
    [LoggerMessage(1551, LogLevel.Information, "A machine of provider {Provider} has connected, tier {Tier}.")]
    private partial void LogConnected(AccountAddress provider, string tier);

    [LoggerMessage(1552, LogLevel.Information, "The connection of provider {Provider} has ended, with {Jobs} jobs: {Reason}")]
    private partial void LogDropped(AccountAddress provider, string reason, int jobs);

    [LoggerMessage(1553, LogLevel.Warning, "A machine that wants to be provider {Provider} is refused: {Failure}")]
    private partial void LogRefused(AccountAddress provider, AttestationFailure failure);

    [LoggerMessage(1554, LogLevel.Information, "Job {Job} of a machine that is gone was not ended: {Error} {Message}")]
    private partial void LogNotEnded(JobId job, string error, string message);
}
