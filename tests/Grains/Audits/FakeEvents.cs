using System.Collections.Concurrent;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>Remembers what audits found.</summary>
internal sealed class FakeEvents : IMarketEvents
{
    private readonly ConcurrentDictionary<JobId, AuditOutcome> _outcomes = new();

    public void Publish(MarketEvent news)
    {
        if (news.Kind == MarketEventKind.JobAudited) _outcomes[news.Job!.Value] = (AuditOutcome)news.Count;
    }

    public AuditOutcome? Of(JobId job) => _outcomes.TryGetValue(job, out var outcome) ? outcome : null;
}
