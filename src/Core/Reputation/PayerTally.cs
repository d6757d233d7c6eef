namespace Cocoon.Core.Reputation;

/// <summary>
/// What one payer has seen of a provider, decayed. Its influence is below one whatever it pays and however many jobs it has
/// (<see cref="Praise"/> and <see cref="Blame"/> together), so that nobody can praise or slander alone.
/// </summary>
/// <param name="Payer">The first 64 bits of the paying account's id: enough to tell payers apart.</param>
/// <param name="Paid">What it paid, in units of <see cref="ReputationRules.PayUnit"/>.</param>
/// <param name="Good">Jobs that went well.</param>
/// <param name="Bad">Jobs that did not; a job may be part of both.</param>
[GenerateSerializer, Immutable, Alias("cocoon.payer-tally")]
public sealed record PayerTally([property: Id(0)] ulong Payer, [property: Id(1)] double Paid, [property: Id(2)] double Good, [property: Id(3)] double Bad)
{
    /// <summary>All it says, in jobs.</summary>
    internal double Jobs => Good + ReputationRules.BadWeight * Bad;

    /// <summary>Grows with the jobs that went well and, ever more slowly, with what was paid; below 1. Never above <see cref="Paid"/>, so that splitting a sum among payers gains nothing.</summary>
    internal double Praise => Good <= 0 || Paid <= 0 ? 0 : 1 / (1 + 1 / Paid) * Good / Jobs;

    /// <summary>Grows with the share and the number of jobs that went badly; below 1, and no first failure is a verdict.</summary>
    internal double Blame => Bad <= 0 ? 0 : 1 / (1 + (Good + ReputationRules.BlameInertia) / (ReputationRules.BadWeight * Bad));

    internal PayerTally Decayed(double factor) => this with { Paid = Paid * factor, Good = Good * factor, Bad = Bad * factor };
}
