using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Providers;

public sealed partial class ProviderGrain
{
    [LoggerMessage(1201, LogLevel.Information, "Provider {Provider} joined with tier {Tier} and {Offers} offers.")]
    private partial void LogRegistered(AccountAddress provider, string tier, int offers);

    [LoggerMessage(1202, LogLevel.Warning, "Provider {Provider} is no longer trusted: {Failure}. {Detail} Its leases end.")]
    private partial void LogRevoked(AccountAddress provider, AttestationFailure failure, string detail);

    [LoggerMessage(1203, LogLevel.Information, "Job {Job} of a provider no longer trusted was not ended: {Error} {Message}")]
    private partial void LogNotDropped(JobId job, string error, string message);

    [LoggerMessage(1221, LogLevel.Warning, "What provider {Provider} did in the last minute is not counted: {Error} {Message}")]
    private partial void LogStandingsLost(AccountAddress provider, string error, string message);

    [LoggerMessage(1211, LogLevel.Warning, "Provider {Provider} was judged for '{Model}': {Kind}, by an audit of job {Job}.")]
    private partial void LogJudged(AccountAddress provider, string model, JudgementKind kind, JobId job);
}
