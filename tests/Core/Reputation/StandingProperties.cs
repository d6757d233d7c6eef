using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Reputation;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Reputation;

/// <summary>What holds of every standing, however it came about.</summary>
public sealed class StandingProperties
{
    private const int Cases = 500;
    private const int ManyPayers = 90;

    private static readonly Gen<Standing> Lives =
        from steps in (from kind in Gen.Choose(0, 9)
                       from payer in Gen.Choose(0, ManyPayers)
                       from exponent in Gen.Choose(0, 12)
                       from minutes in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 20_000)))
                       select (kind, payer, nano: (long)Math.Pow(10, exponent), minutes)).ListOf(60)
        select Live(steps);

    private static readonly Gen<(Standing Standing, int Payer, long Nano)> LivesAndJobs =
        from life in Lives from payer in Gen.Choose(0, ManyPayers) from nano in Gen.Choose(1, int.MaxValue) select (life, payer, (long)nano);

    [Fact]
    public void A_score_and_its_parts_stay_within_bounds() => Check(Lives, life =>
    {
        var view = life.Explain("model", Nano.FromTon(3), life.At);
        return view.Score is >= 0 and <= 1_000 && view.Parts.Sum(part => part.Points) == view.Score
            && life.Payers.Count <= ReputationRules.MaxPayers && life.Judgements.Count <= Standing.MaxJudgements;
    });

    [Fact]
    public void One_more_good_answer_never_lowers_and_a_bad_one_never_raises() => Check(LivesAndJobs, x =>
        x.Standing.Did(Work.End(Work.Payer(x.Payer), nano: x.Nano)).Score() >= x.Standing.Score()
        && x.Standing.Audited(Samples.Job(-1), AuditEffect.Passed, x.Standing.At).Score() >= x.Standing.Score()
        && x.Standing.Did(Work.End(Work.Payer(x.Payer), JobFate.Failed)).Score() <= x.Standing.Score()
        && x.Standing.Did(Work.End(Work.Payer(x.Payer), JobFate.CutOff, x.Nano)).Score() <= x.Standing.Score()
        && x.Standing.Audited(Samples.Job(-1), AuditEffect.Mismatch, x.Standing.At).Score() <= x.Standing.Score()
        && x.Standing.Disputed(Samples.Job(-1), DisputeEffect.Lost, x.Standing.At).Score() <= x.Standing.Score());

    [Fact]
    public void Waiting_lifts_nobody() => Check(
        from life in Lives from hours in Gen.Choose(1, 5_000) select (life, hours), x =>
            x.life.Score(Nano.Zero, x.life.At.AddHours(x.hours)) <= x.life.Score());

    [Fact]
    public void After_years_without_work_nothing_good_is_left() => Check(Lives, life =>
        life.Score(Nano.Zero, life.At.AddDays(3_650)) <= ReputationRules.Newcomer);

    [Fact]
    public void So_many_payers_lift_a_newcomer_by_so_much_at_most_whatever_they_pay() => Check(
        from payers in Gen.Choose(1, 40) from ton in Gen.Choose(1, 1_000_000) select (payers, ton), x =>
            Enumerable.Range(0, x.payers).Aggregate(Standing.New(Samples.Now), (known, payer) => known.Did(Work.End(Work.Payer(payer), nano: Nano.FromTon(x.ton).Value))).Score() <= (8 * 300 + 1_000 * x.payers) / (8 + x.payers));

    private static Standing Live(IEnumerable<(int Kind, int Payer, long Nano, int Minutes)> steps)
    {
        var (life, job) = (Standing.New(Samples.Now), 10);
        foreach (var (kind, payer, nano, minutes) in steps)
        {
            var now = life.At.AddMinutes(minutes);
            job++;
            life = kind switch
            {
                0 => life.Did(Work.End(Work.Payer(payer), JobFate.Failed), now),
                1 => life.Did(Work.End(Work.Payer(payer), JobFate.CutOff, nano), now),
                2 => life.Did(Work.End(Work.Payer(payer), JobFate.Cancelled, nano), now),
                3 => life.Did(Work.End(Work.Payer(payer), nano: nano, firstTokenMs: 900), now),
                4 => payer % 4 == 0 ? life.Audited(Samples.Job(job), (AuditEffect)(payer % 3 + 1), now) : life,
                5 => payer % 30 == 0 ? life.Disputed(Samples.Job(job), DisputeEffect.Lost, now) : life,
                _ => life.Did(Work.End(Work.Payer(payer), nano: nano), now),
            };
        }
        return life;
    }

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(Arb.From(cases), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
}
