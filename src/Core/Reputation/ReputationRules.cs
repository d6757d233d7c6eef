using Cocoon.Core.Money;

namespace Cocoon.Core.Reputation;

/// <summary>The constants of reputation (docs/reputation.md says why these). They are the same for all, so that scores compare.</summary>
public static class ReputationRules
{
    /// <summary>The best score.</summary>
    public const int MaxScore = 1_000;

    /// <summary>Where a new identity without stake starts.</summary>
    public const int Newcomer = 300;

    /// <summary>The most that stake lifts the start; half of it at <see cref="StakeUnit"/>.</summary>
    public const int MaxStakeLift = 200;

    /// <summary>Stake that gives half of <see cref="MaxStakeLift"/>.</summary>
    public static readonly Nano StakeUnit = Nano.FromTon(100);

    /// <summary>What a payer has to pay, decayed, to count half of what it can count at most.</summary>
    public static readonly Nano PayUnit = Nano.FromTon(1);

    /// <summary>How much the start weighs, in payers.</summary>
    public const double StartWeight = 8;

    /// <summary>Payers a standing keeps apart; from then on the one with the fewest jobs shares its place with the next.</summary>
    public const int MaxPayers = 64;

    /// <summary>A job that went badly weighs as much as so many good ones.</summary>
    public const double BadWeight = 4;

    /// <summary>Good jobs that every payer is taken to have seen before it blames.</summary>
    public const double BlameInertia = 20;

    /// <summary>Share of a slow answer that counts as bad; twice as much where both the first token and the rate fell short.</summary>
    public const double SlowShare = 0.1;

    /// <summary>Share of an answer that counts as bad because its caller hung up.</summary>
    public const double CancelledShare = 0.05;

    /// <summary>Share of an answer broken off after something was delivered that counts as bad; nothing of it is good.</summary>
    public const double CutOffShare = 0.5;

    /// <summary>What any number of passed audits counts at most, in payers; half of it at <see cref="AuditInertia"/>.</summary>
    public const double MaxAuditPraise = 2;

    /// <summary>Passed audits that count half of <see cref="MaxAuditPraise"/>.</summary>
    public const double AuditInertia = 8;

    /// <summary>What an audit counts against its provider that saw another answer, until the dispute has ended; in payers.</summary>
    public const double MismatchBlame = 2;

    /// <summary>What an audit or canary job counts that was not answered; in payers.</summary>
    public const double NoAnswerBlame = 0.5;

    /// <summary>What a lost dispute counts; in payers.</summary>
    public const double LostBlame = 16;

    /// <summary>After so long, what was good or bad counts half. Default: 7 days.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(7);

    /// <summary>The same for passed audits, mismatches and missing answers. Default: 30 days.</summary>
    public static readonly TimeSpan AuditHalfLife = TimeSpan.FromDays(30);

    /// <summary>The same for lost disputes. Default: 90 days.</summary>
    public static readonly TimeSpan LostHalfLife = TimeSpan.FromDays(90);

    /// <summary>How finely time is told: within it nothing decays.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>Longest prompt, in tokens, whose first token is held against the promise, which was measured with a short one.</summary>
    public const int ShortPrompt = 512;

    /// <summary>Shortest answer, in tokens, whose rate is held against the promise.</summary>
    public const int LeastAnswer = 16;

    /// <summary>An answer is slow when it took more than so many times what was promised.</summary>
    public const double Tolerance = 2;

    /// <summary>Share of the newest job in the observed means of speed.</summary>
    public const double SpeedShare = 0.1;

    /// <summary>The score that an identity starts from.</summary>
    /// <param name="stake">What it has at stake; zero for none.</param>
    public static double Start(Nano stake) =>
        Newcomer + (stake.IsPositive ? MaxStakeLift / (1 + (double)StakeUnit.Value / stake.Value) : 0);
}
