namespace Cocoon.Core.Market;

/// <summary>
/// How a provider has served one router, for one model. A failure takes it out for half a minute, the next ones in a row for
/// twice as long each, so that one that fails fast, and therefore always looks idle, is not what attracts jobs.
/// </summary>
public sealed record ProviderHealth
{
    /// <summary>Weight of the newest answer: about the last ten count.</summary>
    private const double Newest = 0.2;

    /// <summary>Weight of a failure of the first job after an ejection: such a one has not mended.</summary>
    private const double FailedTrial = 0.5;

    /// <summary>How long the first failure takes a provider out.</summary>
    public static readonly TimeSpan FirstEjection = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long failures in a row take it out at most. Where nearly all are full, somebody waits for whoever comes back: each
    /// return of one that has not mended costs a job a start.
    /// </summary>
    public static readonly TimeSpan LongestEjection = TimeSpan.FromMinutes(30);

    /// <summary>Nothing seen yet.</summary>
    public static readonly ProviderHealth Unknown = new();

    /// <summary>Decayed share of jobs that succeeded, 0 to 1.</summary>
    public double SuccessRate { get; init; } = 1;

    /// <summary>Failures since the last success.</summary>
    public int FailuresInRow { get; init; }

    /// <summary>Left alone until then.</summary>
    public DateTimeOffset EjectedUntil { get; init; }

    /// <summary>When it comes back from its last ejection, to rise slowly; null when it never was out.</summary>
    public DateTimeOffset? ReturnsAt { get; init; }

    /// <summary>Milliseconds from the lease to the first token, a decayed mean; null before the first answer.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Tokens a second of one answer after its first, a decayed mean; null before an answer of two tokens.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>An answer was complete.</summary>
    /// <param name="firstTokenMs">Milliseconds from the lease to its first token.</param>
    /// <param name="tokensPerSecond">Tokens a second after that; null for an answer of one token.</param>
    public ProviderHealth Succeeded(double firstTokenMs, double? tokensPerSecond) => this with
    {
        SuccessRate = Mix(SuccessRate, 1),
        FailuresInRow = 0,
        FirstTokenMs = Mix(FirstTokenMs ?? firstTokenMs, firstTokenMs),
        TokensPerSecond = tokensPerSecond is { } rate ? Mix(TokensPerSecond ?? rate, rate) : TokensPerSecond,
    };

    /// <summary>It did not answer, or broke off. Failures that come while it is out, of jobs from before, count once.</summary>
    public ProviderHealth Failed(DateTimeOffset now)
    {
        if (now < EjectedUntil) return this with { SuccessRate = Mix(SuccessRate, 0) };
        var rate = Mix(SuccessRate, 0, FailuresInRow > 0 ? FailedTrial : Newest);
        var failures = Math.Min(FailuresInRow, 16) + 1;
        var ejection = FirstEjection * (1 << (failures - 1));
        var until = now + (ejection < LongestEjection ? ejection : LongestEjection);
        return this with { SuccessRate = rate, FailuresInRow = failures, EjectedUntil = until, ReturnsAt = until };
    }

    /// <summary>As a router's table takes it.</summary>
    /// <param name="ownInFlight">Jobs of this router that it serves now.</param>
    public OfferSight Sight(int ownInFlight) => new(FirstTokenMs, TokensPerSecond, SuccessRate, ownInFlight, EjectedUntil, ReturnsAt);

    private static double Mix(double before, double seen, double weight = Newest) => before + (seen - before) * weight;
}
