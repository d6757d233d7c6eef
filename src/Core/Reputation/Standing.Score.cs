using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Core.Money;

namespace Cocoon.Core.Reputation;

/// <summary>
/// The score: (w·start + 1000·good) / (w + good + bad), with w of <see cref="ReputationRules.StartWeight"/>. So it lies between
/// 0 and 1000, more good never lowers it, more bad never raises it, and without either it is the start.
/// </summary>
public sealed partial record Standing
{
    /// <summary>The score now, 0 to <see cref="ReputationRules.MaxScore"/>.</summary>
    /// <param name="stake">What the provider has at stake; zero for none.</param>
    /// <param name="now">The time.</param>
    public int Score(Nano stake, DateTimeOffset now) => Rounded(Decayed(now).Exact(ReputationRules.Start(stake)));

    /// <summary>The score with what it is made of, in points that add up to it and sentences.</summary>
    public ScoreView Explain(string model, Nano stake, DateTimeOffset now) => Decayed(now).Explained(model, stake);

    private double PayersGood => Payers.Sum(payer => payer.Praise);

    private double PayersBad => Payers.Sum(payer => payer.Blame);

    private double AuditsGood => Passed <= 0 ? 0 : ReputationRules.MaxAuditPraise / (1 + ReputationRules.AuditInertia / Passed);

    private double AuditsBad => ReputationRules.MismatchBlame * Mismatches + ReputationRules.NoAnswerBlame * NoAnswers;

    private double DisputesBad => ReputationRules.LostBlame * Lost;

    private double Good => PayersGood + AuditsGood;

    private double Bad => PayersBad + AuditsBad + DisputesBad + Owed;

    private double Exact(double start) => Exact(start, Good, Bad);

    private static double Exact(double start, double good, double bad) =>
        (ReputationRules.StartWeight * start + ReputationRules.MaxScore * good) / (ReputationRules.StartWeight + good + bad);

    /// <summary>A hair is added first, so that 300 is not 299 for the sake of the last bit.</summary>
    private static int Rounded(double exact) => Math.Clamp((int)Math.Floor(exact + 1e-6), 0, ReputationRules.MaxScore);

    private ScoreView Explained(string model, Nano stake)
    {
        var start = ReputationRules.Start(stake);
        var parts = ImmutableList.CreateBuilder<ScorePart>();
        var (good, bad, sum) = (0d, 0d, 0);
        void Add(string name, double moreGood, double moreBad, string text)
        {
            if (parts.Count > 0 && moreGood <= 0 && moreBad <= 0) return;
            (good, bad) = (good + moreGood, bad + moreBad);
            var score = Rounded(Exact(start, good, bad));
            parts.Add(new ScorePart(name, score - sum, text));
            sum = score;
        }
        Add("start", 0, 0, stake.IsPositive
            ? Text($"Everyone starts at {ReputationRules.Newcomer}; a stake of {stake} lifts that by {start - ReputationRules.Newcomer:0}.")
            : Text($"Everyone without stake starts at {ReputationRules.Newcomer}."));
        Add("payers", PayersGood, 0, Text($"{Number(Payers.Sum(payer => payer.Good), "0.#", "good job")} of {Counted.Of(Payers.Count, "payer")}, who paid {Payers.Sum(payer => payer.Paid):0.###} TON; each counts less than one, and what is {ReputationRules.HalfLife.Days} days old counts half."));
        Add("audits", AuditsGood, 0, Text($"{Number(Passed, "0.#", "audit")} passed."));
        Add("faults", 0, PayersBad, Text($"{Number(Payers.Sum(payer => payer.Bad), "0.##", "job")} failed, broken off, slower than promised or cancelled, seen by {Counted.Of(Payers.Count(payer => payer.Bad > 0), "payer")}."));
        Add("audit_faults", 0, AuditsBad, Text($"{Number(Mismatches, "0.#", "audit")} saw another answer, {NoAnswers:0.#} got none."));
        Add("disputes", 0, DisputesBad, Text($"{Number(Lost, "0.##", "dispute")} lost; half of it is forgotten after {ReputationRules.LostHalfLife.Days} days."));
        Add("owed", 0, Owed, Text($"Faults of before are not waited out but worked off."));
        return new ScoreView(model, sum, parts.ToImmutable())
        {
            FirstTokenMs = Whole(FirstTokenMs),
            TokensPerSecond = Whole(TokensPerSecond),
        };
    }

    private static int? Whole(double? value) => value is { } known ? (int)Math.Round(Math.Clamp(known, 0, int.MaxValue)) : null;

    private static string Number(double count, string format, string one) => Counted.Of(count.ToString(format, CultureInfo.InvariantCulture), one);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
