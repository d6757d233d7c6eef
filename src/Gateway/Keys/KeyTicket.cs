using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;

namespace Cocoon.Gateway.Keys;

/// <summary>A job that a key's limits let through, and that has to be settled.</summary>
internal sealed record KeyTicket(AccountAddress Account, string Key, JobId Job)
{
    /// <summary>The ticket of a caller's job; null for keys whose jobs need none.</summary>
    public static KeyTicket? Of(Caller caller, JobId job) => caller.Scope is { IsMetered: true } ? new KeyTicket(caller.Account, caller.Access.KeyId, job) : null;
}
