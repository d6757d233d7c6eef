using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Reputation;

namespace Cocoon.Core.Tests.Reputation;

public sealed class StandingTests
{
    private static readonly Standing Fresh = Standing.New(Samples.Now);

    [Fact]
    public void A_newcomer_starts_low_and_stake_lifts_the_start_by_a_bounded_amount()
    {
        Fresh.Score().Should().Be(300);
        Fresh.Score(Nano.FromTon(100), Samples.Now).Should().Be(400);
        Fresh.Score(Nano.MaxValue, Samples.Now).Should().BeInRange(499, 500);
    }

    [Fact]
    public void Good_work_for_many_payers_lifts_and_a_few_failures_cost_little()
    {
        var honest = Fresh.PaidBy(40, Nano.FromTon(2));
        var mostly = Enumerable.Range(0, 40).Aggregate(honest, (known, payer) => known.Did(Work.End(Work.Payer(payer), JobFate.Failed)));

        honest.Score().Should().BeGreaterThan(800);
        mostly.Score().Should().BeLessThan(honest.Score()).And.BeGreaterThan(honest.Score() - 60, "one in a hundred failed");
    }

    [Fact]
    public void What_a_provider_buys_of_itself_counts_nothing()
    {
        var self = Fresh.Did(Work.End(Samples.Provider, nano: Nano.FromTon(1_000).Value)).Did(Work.End(Samples.Provider, JobFate.Failed));

        self.Should().BeSameAs(Fresh);
    }

    [Fact]
    public void One_payer_can_neither_praise_nor_slander_beyond_its_share()
    {
        var praised = Fresh.PaidBy(1, Nano.FromTon(1_000_000));
        var honest = Fresh.PaidBy(20, Nano.FromTon(1));
        var slandered = Enumerable.Range(0, 5_000).Aggregate(honest, (known, _) => known.Did(Work.End(Work.Payer(999), JobFate.Failed)));

        praised.Score().Should().BeLessThanOrEqualTo((8 * 300 + 1_000) / 9, "one payer weighs less than one against the start's eight");
        (honest.Score() - slandered.Score()).Should().BePositive().And.BeLessThan(40);
    }

    [Fact]
    public void Slow_answers_broken_promises_and_hang_ups_count_less_than_failures_and_more_than_nothing()
    {
        int After(Func<int, JobEnd> end) => Enumerable.Range(0, 1_000).Aggregate(Fresh, (known, job) => known.Did(end(job % 10))).Score();
        var kept = After(payer => Work.End(Work.Payer(payer)));
        var hungUp = After(payer => Work.End(Work.Payer(payer), JobFate.Cancelled));
        var late = After(payer => Work.End(Work.Payer(payer), firstTokenMs: 500));
        var lateAndSlow = After(payer => Work.End(Work.Payer(payer), firstTokenMs: 500, writingMs: 5_000));
        var cutOff = After(payer => Work.End(Work.Payer(payer), JobFate.CutOff));
        var failed = After(payer => Work.End(Work.Payer(payer), JobFate.Failed));

        new[] { kept, hungUp, late, lateAndSlow, cutOff, failed }.Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
        cutOff.Should().BeLessThan(300);
    }

    [Fact]
    public void A_lost_dispute_weighs_most_a_won_one_takes_the_mismatch_back_and_neither_counts_twice()
    {
        var honest = Fresh.PaidBy(30, Nano.FromTon(1));
        var doubted = honest.Audited(Samples.Job(1), AuditEffect.Mismatch, Samples.Now);
        var cleared = doubted.Disputed(Samples.Job(1), DisputeEffect.Won, Samples.Now);
        var lost = doubted.Disputed(Samples.Job(1), DisputeEffect.Lost, Samples.Now);

        doubted.Audited(Samples.Job(1), AuditEffect.Mismatch, Samples.Now).Should().BeSameAs(doubted);
        lost.Disputed(Samples.Job(1), DisputeEffect.Lost, Samples.Now).Should().BeSameAs(lost);
        cleared.Score().Should().Be(honest.Score()).And.BeGreaterThan(doubted.Score());
        lost.Score().Should().BeLessThan(doubted.Score() - 150);
        honest.Audited(Samples.Job(2), AuditEffect.Passed, Samples.Now).Score().Should().BeGreaterThan(honest.Score());
        honest.Audited(Samples.Job(2), AuditEffect.NoAnswer, Samples.Now).Score().Should().BeLessThan(honest.Score());
    }

    [Fact]
    public void Nobody_waits_his_way_out_of_a_bad_name_but_works_it_off()
    {
        var cheat = Fresh.Audited(Samples.Job(1), AuditEffect.Mismatch, Samples.Now).Disputed(Samples.Job(1), DisputeEffect.Lost, Samples.Now);
        var waited = cheat;
        for (var day = 1; day <= 3_650; day++) waited = waited.Decayed(Samples.Now.AddDays(day));
        var worked = waited.PaidBy(30, Nano.FromTon(2));

        cheat.Score().Should().Be(100);
        waited.Score().Should().BeInRange(99, 100);
        worked.Score().Should().BeGreaterThan(500);
    }

    [Fact]
    public void Good_work_of_half_a_life_ago_counts_half_and_of_long_ago_nothing()
    {
        var honest = Fresh.PaidBy(30, Nano.FromTon(1));

        honest.Score(Nano.Zero, Samples.Now.AddDays(7)).Should().BeLessThan(honest.Score()).And.BeGreaterThan(300);
        honest.Decayed(Samples.Now.AddDays(7)).Payers[0].Paid.Should().BeApproximately(honest.Payers[0].Paid / 2, 1e-9);
        honest.Score(Nano.Zero, Samples.Now.AddDays(700)).Should().Be(300);
        honest.Decayed(Samples.Now.AddDays(700)).Payers.Should().BeEmpty();
    }

    [Fact]
    public void The_observed_speed_follows_the_jobs()
    {
        var seen = Enumerable.Range(0, 60).Aggregate(Fresh.Did(Work.End(Work.Payer(1), firstTokenMs: 40)), (known, _) => known.Did(Work.End(Work.Payer(1), firstTokenMs: 400, writingMs: 10_000)));
        var view = seen.Explain("model", Nano.Zero, Samples.Now);

        view.FirstTokenMs.Should().BeInRange(395, 400);
        view.TokensPerSecond.Should().Be(10);
    }

    [Fact]
    public void The_parts_add_up_to_the_score_and_say_why()
    {
        var lived = Fresh.PaidBy(20, Nano.FromTon(1)).Did(Work.End(Work.Payer(1), JobFate.Failed))
            .Audited(Samples.Job(1), AuditEffect.Passed, Samples.Now)
            .Audited(Samples.Job(2), AuditEffect.Mismatch, Samples.Now).Disputed(Samples.Job(2), DisputeEffect.Lost, Samples.Now);
        var view = lived.Explain("model", Nano.FromTon(50), Samples.Now);

        view.Score.Should().Be(lived.Score(Nano.FromTon(50), Samples.Now));
        view.Parts.Sum(part => part.Points).Should().Be(view.Score);
        view.Parts.Select(part => part.Name).Should().Equal("start", "payers", "audits", "faults", "disputes");
        view.Parts[1].Text.Should().Contain("20 payers").And.Contain("20 TON");
        (view.Parts[2].Text, view.Parts[3].Text).Should().Be(("1 audit passed.", "1 job failed, broken off, slower than promised or cancelled, seen by 1 payer."));
    }

    [Fact]
    public void A_provider_that_was_away_has_come_back_and_models_kept_are_bounded()
    {
        var seen = Standings.None.Seen(Samples.Now).Seen(Samples.Now.AddMinutes(5));
        var many = Enumerable.Range(0, 200).Aggregate(seen, (known, model) => known.With($"m{model:000}", Standing.New(Samples.Now.AddSeconds(model))));

        seen.Since.Should().Be(Samples.Now);
        seen.Seen(Samples.Now.AddHours(1)).Since.Should().Be(Samples.Now.AddHours(1));
        many.ByModel.Should().HaveCount(Standings.MaxModels).And.ContainKey("m199").And.NotContainKey("m000");
    }
}
