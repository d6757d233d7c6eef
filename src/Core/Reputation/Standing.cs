using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;

namespace Cocoon.Core.Reputation;

/// <summary>
/// What the market knows of one provider for one model, decayed, and its transitions; the score is made of it. Pure: the time
/// is an argument, and a clock that goes back decays nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.standing")]
public sealed partial record Standing
{
    /// <summary>Audits and disputes remembered, so that one told twice counts once.</summary>
    public const int MaxJudgements = 64;

    /// <summary>Until when everything here has decayed.</summary>
    [Id(0)] public DateTimeOffset At { get; init; }

    [Id(1)] public ImmutableList<PayerTally> Payers { get; init; } = [];

    /// <summary>Audits passed.</summary>
    [Id(2)] public double Passed { get; init; }

    /// <summary>Audits that saw another answer and were not decided for the provider.</summary>
    [Id(3)] public double Mismatches { get; init; }

    /// <summary>Audits and canary jobs that were not answered.</summary>
    [Id(4)] public double NoAnswers { get; init; }

    /// <summary>Disputes lost.</summary>
    [Id(5)] public double Lost { get; init; }

    /// <summary>
    /// What has decayed of the bad faster than the good that stands against it: nobody waits his way up. Paid off by good
    /// work, as much as that adds.
    /// </summary>
    [Id(6)] public double Owed { get; init; }

    /// <summary>Milliseconds to the first token, in the provider's words; a decayed mean.</summary>
    [Id(7)] public double? FirstTokenMs { get; init; }

    /// <summary>Tokens a second of one answer, in the provider's words; a decayed mean.</summary>
    [Id(8)] public double? TokensPerSecond { get; init; }

    [Id(9)] public ImmutableList<CountedJudgement> Judgements { get; init; } = [];

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>A standing of which nothing is known yet.</summary>
    public static Standing New(DateTimeOffset now) => new() { At = now };

    /// <summary>A job has ended. What a provider buys of itself counts nothing, good or bad.</summary>
    /// <param name="end">How.</param>
    /// <param name="provider">Whose standing this is.</param>
    /// <param name="offer">What it promises for the model; null where it no longer offers it.</param>
    /// <param name="now">The time.</param>
    public Standing Ended(JobEnd end, AccountAddress provider, Offer? offer, DateTimeOffset now)
    {
        if (end.Fate == JobFate.Unused || !end.Client.IsSet || end.Client == provider) return this;
        var (good, bad) = Shares(end, offer);
        var isPaid = good > 0 && end.Charge.IsPositive;
        return Decayed(now).Seen(end.Client, isPaid ? (double)end.Charge.Value / ReputationRules.PayUnit.Value : 0, good, bad).Timed(end);
    }

    /// <summary>An audit or a canary job has ended. Repeating it for the same job changes nothing.</summary>
    public Standing Audited(JobId job, AuditEffect outcome, DateTimeOffset now)
    {
        if (outcome == AuditEffect.Inconclusive || Knows(job, isVerdict: false)) return this;
        var judged = Decayed(now).Judged(job, isVerdict: false);
        var after = outcome switch
        {
            AuditEffect.Passed => judged with { Passed = judged.Passed + 1 },
            AuditEffect.Mismatch => judged with { Mismatches = judged.Mismatches + 1 },
            _ => judged with { NoAnswers = judged.NoAnswers + 1 },
        };
        return after.PaidOff(judged.Good);
    }

    /// <summary>A dispute over an answer has ended. Repeating it for the same job changes nothing.</summary>
    public Standing Disputed(JobId job, DisputeEffect outcome, DateTimeOffset now)
    {
        if (outcome == DisputeEffect.Inconclusive || Knows(job, isVerdict: true)) return this;
        var judged = Decayed(now).Judged(job, isVerdict: true);
        var cleared = judged with { Mismatches = Math.Max(0, judged.Mismatches - 1) };
        return outcome == DisputeEffect.Lost ? cleared with { Lost = cleared.Lost + 1 } : cleared;
    }

    /// <summary>An audit or a dispute has said something of this provider. Repeating it changes nothing.</summary>
    public Standing Judged(Judgement judgement, DateTimeOffset now) => judgement.Kind switch
    {
        JudgementKind.Passed => Audited(judgement.Job, AuditEffect.Passed, now),
        JudgementKind.Cheated => Audited(judgement.Job, AuditEffect.Mismatch, now).Disputed(judgement.Job, DisputeEffect.Lost, now),
        // Who accuses wrongly was as wrong about what these weights give as one who serves it; but nobody paid for that.
        JudgementKind.AccusedWrongly => Audited(judgement.Job, AuditEffect.Mismatch, now),
        _ => Audited(judgement.Job, AuditEffect.NoAnswer, now),
    };

    /// <summary>What is left of it at a later time.</summary>
    public Standing Decayed(DateTimeOffset now)
    {
        var elapsed = now - At;
        if (elapsed < ReputationRules.Grain) return this;
        var (work, audits) = (Factor(elapsed, ReputationRules.HalfLife), Factor(elapsed, ReputationRules.AuditHalfLife));
        var after = this with
        {
            At = now,
            Payers = [.. Payers.Select(payer => payer.Decayed(work)).Where(payer => payer.Jobs >= Negligible)],
            Passed = Left(Passed * audits),
            Mismatches = Left(Mismatches * audits),
            NoAnswers = Left(NoAnswers * audits),
            Lost = Left(Lost * Factor(elapsed, ReputationRules.LostHalfLife)),
            Owed = Left(Owed * work),
        };
        var before = Exact(ReputationRules.Newcomer);
        return after.Exact(ReputationRules.Newcomer) <= before ? after : after.Owing(before);
    }

    /// <summary>Below it a decayed count is nothing.</summary>
    private const double Negligible = 1e-3;

    private static double Left(double count) => count < Negligible ? 0 : count;

    private static double Factor(TimeSpan elapsed, TimeSpan halfLife) => Math.Exp(-Math.Log(2) * (elapsed / halfLife));

    private static (double Good, double Bad) Shares(JobEnd end, Offer? offer)
    {
        if (end.Fate == JobFate.Failed) return (0, 1);
        if (end.Fate == JobFate.CutOff) return (0, ReputationRules.CutOffShare);
        var bad = Promise.Broken(end, offer) + (end.Fate == JobFate.Cancelled ? ReputationRules.CancelledShare : 0);
        return (1 - bad, bad);
    }

    private bool Knows(JobId job, bool isVerdict) => Judgements.Contains(new CountedJudgement(job, isVerdict));

    private Standing Judged(JobId job, bool isVerdict)
    {
        var known = Judgements.Count < MaxJudgements ? Judgements : Judgements.RemoveAt(0);
        return this with { Judgements = known.Add(new CountedJudgement(job, isVerdict)) };
    }

    private Standing Seen(AccountAddress client, double paid, double good, double bad)
    {
        var payer = BinaryPrimitives.ReadUInt64BigEndian(client.Hash);
        var index = Payers.FindIndex(known => known.Payer == payer);
        if (index < 0 && Payers.Count < ReputationRules.MaxPayers)
            return (this with { Payers = Payers.Add(new PayerTally(payer, paid, good, bad)) }).PaidOff(Good);
        // Space-saving: the newcomer takes over the least place with all that stands there, so that nothing is shed by it.
        if (index < 0) index = Payers.IndexOf(Payers.MinBy(known => known.Jobs)!);
        var before = Payers[index];
        var after = new PayerTally(payer, before.Paid + paid, before.Good + good, before.Bad + bad);
        return (this with { Payers = Payers.SetItem(index, after) }).PaidOff(Good);
    }

    /// <summary>What good work has added is taken off what is owed.</summary>
    private Standing PaidOff(double goodBefore) => Owed > 0 ? this with { Owed = Left(Math.Max(0, Owed - Math.Max(0, Good - goodBefore))) } : this;

    /// <summary>Owes as much as keeps the score of one without stake where it was.</summary>
    private Standing Owing(double score)
    {
        var weight = ReputationRules.StartWeight;
        var bad = (weight * ReputationRules.Newcomer + ReputationRules.MaxScore * Good) / score - weight - Good;
        return this with { Owed = Math.Max(Owed, bad - (Bad - Owed)) };
    }

    private Standing Timed(JobEnd end) => end.Fate is JobFate.Delivered or JobFate.Cancelled
        ? this with { FirstTokenMs = Mean(FirstTokenMs, Promise.FirstTokenMs(end)), TokensPerSecond = Mean(TokensPerSecond, Promise.Rate(end)) }
        : this;

    private static double? Mean(double? known, double? seen) => (known, seen) switch
    {
        (_, null) => known,
        (null, _) => seen,
        ({ } mean, { } value) => mean + ReputationRules.SpeedShare * (value - mean),
    };
}
