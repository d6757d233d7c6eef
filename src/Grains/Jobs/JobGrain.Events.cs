using Cocoon.Core.Jobs;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Jobs;

/// <summary>What people learn of a job. Called right after what makes it true: the hold, the lease, the write of its end.</summary>
public sealed partial class JobGrain
{
    private void TellStarted(JobState opened) => this.Tell(News(MarketEventKind.JobStarted) with { Amount = opened.Hold, Channel = opened.Spec!.Channel, Model = opened.Spec.Model });

    private void TellLeased(TimeSpan elapsed) => this.Tell(News(MarketEventKind.JobLeased) with { Elapsed = elapsed });

    private void TellBegun() => this.Tell(News(MarketEventKind.JobBegun));

    private void TellCompleted(TimeSpan? toFirstToken)
    {
        var receipt = State.Receipt!.Receipt;
        this.Tell(News(MarketEventKind.JobCompleted) with
        {
            Amount = receipt.Charge,
            Fee = receipt.Fee - receipt.Bonus,
            Bonus = receipt.Bonus,
            Tokens = receipt.Tokens,
            Elapsed = receipt.EndedAt - receipt.StartedAt,
            ToFirstToken = toFirstToken,
        });
    }

    private void TellFailed() => this.Tell(News(MarketEventKind.JobFailed) with { Code = State.Failure!.Code });

    private MarketEvent News(MarketEventKind kind) => new()
    {
        Kind = kind,
        At = Time.GetUtcNow(),
        Job = Id,
        Channel = Known.Spec?.Channel,
        Provider = Known.Lease?.Provider,
        Model = Known.Spec?.Model,
    };
}
