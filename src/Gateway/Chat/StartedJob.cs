using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Gateway.Chat;

/// <summary>A job that has its hold and its lease.</summary>
internal sealed record StartedJob(JobId Id, AccountAddress Channel, Lease Lease, Tier LeastTier, byte[] Body)
{
    public string CompletionId => $"chatcmpl-{Id}";
}
