using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Events;
using Cocoon.Grains.Operations;
using Cocoon.Grains.Settlement;
using static Cocoon.Admin.Tests.Market.News;

namespace Cocoon.Admin.Tests.Market;

public sealed class MarketPictureTests
{
    private static readonly SiloNumbers Numbers = new(Start, Start, TimeSpan.FromSeconds(1), 2, 1, 1, 1, 0, 0);

    private static MarketPicture Told(params MarketEvent[] news) =>
        MarketPicture.Empty.With("silo", new SiloReport(Numbers, [.. news], news.Length, 0), Start.AddSeconds(60));

    [Fact]
    public void A_jobs_story_is_in_order_even_when_two_silos_tell_it_in_turns()
    {
        var picture = Told(Of(MarketEventKind.JobStarted, 0), Of(MarketEventKind.JobLeased, 0.01), Of(MarketEventKind.JobCompleted, 2, charge: 1_000))
            .With("other", new SiloReport(Numbers, [Of(MarketEventKind.FirstToken, 0.3, elapsedMs: 280), Of(MarketEventKind.JobBegun, 0.02)], 2, 0), Start.AddSeconds(60));

        var job = picture.Jobs.Find(Job(0))!;
        job.Steps.Select(step => step.Kind).Should().Equal(MarketEventKind.JobStarted, MarketEventKind.JobLeased, MarketEventKind.JobBegun, MarketEventKind.FirstToken, MarketEventKind.JobCompleted);
        job.Status.Should().Be(MarketEventKind.JobCompleted, "news that comes late does not open what is over");
        job.Charge.Should().Be(new Nano(1_000));
        job.FirstToken.Should().Be(TimeSpan.FromMilliseconds(280));
    }

    [Fact]
    public void Sums_and_rates_follow_from_what_was_told()
    {
        var now = Start.AddSeconds(60);
        var picture = Told([.. Enumerable.Range(0, 30).SelectMany(i => new[]
        {
            Of(MarketEventKind.JobStarted, i, i), Of(MarketEventKind.JobCompleted, i, i, charge: 2_000) with { ToFirstToken = TimeSpan.FromMilliseconds(i < 29 ? 100 : 5_000) },
        }), Of(MarketEventKind.JobFailed, 31, 99, code: RefusalCode.ProviderBusy)]);

        var numbers = MarketNumbers.From(picture, now);
        picture.Totals.Should().BeEquivalentTo(new { Started = 30, Completed = 30, Failed = 1, Tokens = 450, Revenue = new Nano(60_000), Fees = new Nano(3_000), Missed = 0 });
        numbers.JobsPerSecond.Should().Be(0.5);
        numbers.TokensPerSecond.Should().Be(7.5);
        numbers.Failing.Should().BeApproximately(1.0 / 31, 1e-9);
        numbers.FirstTokenP50!.Value.TotalMilliseconds.Should().BeInRange(100, 125);
        numbers.FirstTokenP99!.Value.TotalMilliseconds.Should().BeInRange(5_000, 6_250);
        picture.Providers.Find(Provider)!.Earned.Should().Be(new Nano(57_000));
    }

    [Fact]
    public void A_shard_whose_wallet_cannot_pay_says_what_to_send_where()
    {
        var wallet = AccountAddress.From(0, [.. new byte[31], 7]);
        var view = SettlementView.From(3, new SettlementState(), costs: null, purse: null);

        var rich = MarketPicture.Empty.With(ShardReading.Next(null, view, Start));
        var poor = rich.With(ShardReading.Next(null, view with { Purse = new WalletPurse(wallet, new Nano(5), new Nano(30), new Nano(1)) }, Start));

        Problems.Find(rich, Start).Should().BeEmpty();
        Problems.Find(poor, Start).Should().ContainSingle().Which.Should().Be(
            new Reason(Tone.Bad, $"Settlement 3 sends no claims and anchors: its wallet {wallet} holds 0.000000005 TON. Send it 0.000000026 TON more."));
    }

    [Fact]
    public void However_much_is_told_the_picture_stays_bounded()
    {
        var picture = Enumerable.Range(0, 3_000).Aggregate(MarketPicture.Empty, (before, i) =>
            before.With(Of(MarketEventKind.JobStarted, i * 5, i) with { Shard = 0, Seqno = (uint)i }, "silo", Start.AddSeconds(i * 5)));

        picture.Jobs.Count.Should().Be(MarketPicture.MaxJobs);
        picture.Batches.Count.Should().Be(MarketPicture.MaxBatches);
        picture.Jobs.Find(Job(2_999)).Should().NotBeNull("the newest is kept");
        picture.Jobs.Find(Job(0)).Should().BeNull("the oldest made room");
        picture.Activity.Last(TimeSpan.FromDays(1), Start.AddSeconds(15_000)).Should().HaveCount(Activity.MaxSteps - 1);
        var chatty = Enumerable.Range(0, 100).Aggregate(MarketPicture.Empty, (before, i) => before.With(Of(MarketEventKind.JobLeased, i), "silo", Start));
        chatty.Jobs.Find(Job(0))!.Steps.Should().HaveCount(JobStory.MaxSteps);
    }

    [Fact]
    public void A_clock_that_runs_ahead_counts_as_now_and_what_is_too_old_not_at_all()
    {
        var activity = Activity.Empty.Apply(Of(MarketEventKind.JobStarted, 86_400), Start).Apply(Of(MarketEventKind.JobStarted, -86_400), Start);

        activity.Last(TimeSpan.FromHours(1), Start.AddSeconds(10)).Sum(step => step.Started).Should().Be(1);
    }

    [Fact]
    public void A_silo_that_left_is_forgotten_and_one_that_is_silent_keeps_its_last_numbers()
    {
        var picture = Told().With("other", new SiloReport(Numbers, [], 0, 7), Start).WithSilence("silo", Start.AddSeconds(5)).WithSilence("silo", Start.AddSeconds(9));

        picture.Silos["silo"].SilentSince.Should().Be(Start.AddSeconds(5));
        picture.Silos["silo"].Numbers.Should().Be(Numbers);
        picture.Totals.Missed.Should().Be(7);
        picture.WithSilos(["silo"]).Silos.Keys.Should().Equal("silo");
    }
}
