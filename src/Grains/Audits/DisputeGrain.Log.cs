using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
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

    [LoggerMessage(1916, LogLevel.Information, "The slash for job {Job} stands on contract {Stake}. It is executed after {At:u}, unless provider {Provider} appeals.")]
    private partial void LogAnnounced(JobId job, AccountAddress stake, DateTimeOffset at, AccountAddress provider);

    [LoggerMessage(1917, LogLevel.Warning, "Provider {Provider} appealed against the slash for job {Job} on contract {Stake}. The arbiter decides; if it has not by {At:u}, the slash lapses.")]
    private partial void LogAppealed(AccountAddress provider, JobId job, AccountAddress stake, DateTimeOffset at);

    [LoggerMessage(1918, LogLevel.Warning, "The slash of provider {Provider} for job {Job} on contract {Stake} has ended: {Outcome}.")]
    private partial void LogEnded(AccountAddress provider, JobId job, AccountAddress stake, SlashOutcome outcome);

    [LoggerMessage(1919, LogLevel.Warning, "Nothing is sent for the slash for job {Job} ({Message}): the slasher's wallet {Wallet} holds {Balance} and the message takes {Needed}. Send it {Missing} more; it goes on by itself, within {Seconds} s.")]
    private partial void LogPoor(JobId job, SlashMessage message, AccountAddress wallet, Nano balance, Nano needed, Nano missing, int seconds);

    [LoggerMessage(1920, LogLevel.Warning, "The slash for job {Job} is on chain and is not followed any more: this silo no longer knows of a stake of provider {Provider} that it may slash. Anyone may execute it after its delay.")]
    private partial void LogLeft(JobId job, AccountAddress provider);
}
