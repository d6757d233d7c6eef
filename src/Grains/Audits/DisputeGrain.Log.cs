using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Audits;

public sealed partial class DisputeGrain
{
    [LoggerMessage(1911, LogLevel.Warning, "Dispute about job {Job}: auditor {Auditor} says of provider {Provider}: {Outcome}.")]
    private partial void LogOpened(JobId job, AccountAddress provider, AccountAddress auditor, AuditOutcome outcome);

    [LoggerMessage(1912, LogLevel.Warning, "The dispute about job {Job} of provider {Provider} is decided: {Verdict}. Hash of its evidence: {Evidence}.")]
    private partial void LogDecided(JobId job, AccountAddress provider, DisputeVerdict verdict, HexBytes evidence);

    [LoggerMessage(1913, LogLevel.Warning, "No stake of provider {Provider} is slashed for job {Job}: this silo knows of none that it may slash. Whoever holds the slasher's key decides.")]
    private partial void LogNoStake(JobId job, AccountAddress provider);

    [LoggerMessage(1914, LogLevel.Information, "The dispute about job {Job} did not get further now: {Error} {Message}")]
    private partial void LogHalted(string job, string error, string message);

    [LoggerMessage(1915, LogLevel.Warning, "No stake of provider {Provider} is slashed for job {Job}: contract {Stake} has no money at stake, or takes no more evidence.")]
    private partial void LogNothingLeft(JobId job, AccountAddress provider, AccountAddress stake);
}
