using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Reputation;
using Cocoon.Grains.Reputation;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Grains.Providers;

/// <summary>
/// What the provider's work says of it. Jobs are counted in memory and written down once a minute: a crash forgets the last
/// minute's, which no score hangs on. Verdicts are stored before they are acknowledged.
/// </summary>
public sealed partial class ProviderGrain
{
    /// <summary>How often what was counted is written down.</summary>
    public static readonly TimeSpan StandingsPeriod = TimeSpan.FromMinutes(1);

    private Standings? _known;
    private bool _isCounted;

    private Standings Known => _known ?? State.Standings ?? Standings.None;

    /// <summary>Zero where nobody keeps a book of stakes.</summary>
    private Nano Stake => ((IGrainBase)this).GrainContext.ActivationServices.GetService<IStakeBook>()?.AtStake(Id) ?? Nano.Zero;

    public async Task Judged(Judgement judgement)
    {
        if (judgement.Kind != JudgementKind.Passed) LogJudged(Id, judgement.Model, judgement.Kind, judgement.Job);
        Learn(judgement.Model, standing => standing.Judged(judgement, Time.GetUtcNow()));
        await KeepStandings();
    }

    public async Task<ScoreView> Standing(string model)
    {
        await Refresh();
        return Score(model);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            await KeepStandings();
            await WriteDays();
        }
        catch (Exception e) when (e is not InvariantViolationException)
        {
            // The store is away, or another life of this twin has written: a minute of counts is lost, and nothing else.
            LogStandingsLost(Id, e.GetType().Name, e.Message);
        }
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>A job has ended.</summary>
    private void Count(JobEnd end) => Learn(end.Model, standing => standing.Ended(end, Id, State.Offers.GetValueOrDefault(end.Model), Time.GetUtcNow()));

    private void Learn(string model, Func<Standing, Standing> learn)
    {
        var before = Known.Of(model, Time.GetUtcNow());
        if (learn(before) is var after && ReferenceEquals(after, before)) return;
        (_known, _isCounted) = (Known.With(model, after), true);
    }

    /// <summary>The provider is on the market with this offer: what else routers learn of it.</summary>
    private RoutableOffer Reputed(RoutableOffer offer, DateTimeOffset now)
    {
        var before = Known.Since;
        _known = Known.Seen(now);
        _isCounted |= _known.Since != before;
        var view = Score(offer.Offer.Model);
        return offer with { Reputation = view.Score, Since = _known.Since, FirstTokenMs = view.FirstTokenMs, TokensPerSecond = view.TokensPerSecond };
    }

    private ScoreView Score(string model)
    {
        var now = Time.GetUtcNow();
        return Known.Of(model, now).Explain(model, Stake, now);
    }

    private async Task KeepStandings()
    {
        if (!_isCounted || !State.IsRegistered) return;
        _isCounted = false;
        await Store(state => Step<ProviderState>.To(state with { Standings = Known }));
    }
}
