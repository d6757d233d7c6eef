using Cocoon.Grains;
using Cocoon.Grains.Operations;
using Microsoft.Extensions.Logging;

namespace Cocoon.Admin.Actions;

/// <summary>Carries out what an operator confirmed: first the audit log, then the action, then the audit log again.</summary>
internal sealed partial class ActionRunner(IGrainFactory grains, ILogger<ActionRunner> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    /// <param name="action">What.</param>
    /// <param name="note">The operator's order, with <see cref="AuditPhase.Asked"/>. Its operation runs once.</param>
    /// <exception cref="OrleansException">The audit log cannot be written; nothing was done, or its outcome is in the process's log only.</exception>
    public async Task Run(IAdminAction action, AuditNote note)
    {
        // The same form sent twice: the first one is being carried out, or was.
        if ((await grains.AuditLog().Newest()).Find(note) is not null) return;
        await grains.AuditLog().Append(note);
        LogAsked(note.Who, note.Action, note.Target, note.Operation);
        var (phase, outcome) = await Try(action, note.Target);
        LogOutcome(note.Operation, phase, outcome);
        await grains.AuditLog().Append(note with { Phase = phase, Detail = outcome });
    }

    /// <summary>Not tied to the browser's connection: what was asked for goes on when the page is closed.</summary>
    private static async Task<(AuditPhase Phase, string Outcome)> Try(IAdminAction action, string target)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return (AuditPhase.Done, await action.Run(target, patience.Token));
        }
        catch (RefusedException refused)
        {
            return (AuditPhase.Failed, refused.Message);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or OrleansException)
        {
            return (AuditPhase.Failed, $"No answer ({e.GetType().Name}): it may or may not have happened. Look, and try again.");
        }
    }

    [LoggerMessage(2621, LogLevel.Information, "{Who} asked to {Action} {Target} (operation {Operation}).")]
    private partial void LogAsked(string who, string action, string target, string operation);

    [LoggerMessage(2622, LogLevel.Information, "Operation {Operation} is {Phase}: {Outcome}")]
    private partial void LogOutcome(string operation, AuditPhase phase, string outcome);
}
