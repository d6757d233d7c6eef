using System.Buffers.Binary;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Reputation;

namespace Cocoon.Core.Tests.Reputation;

/// <summary>Jobs as a standing sees them.</summary>
internal static class Work
{
    public static readonly ModelProfile Profile = new(Samples.Now, FirstTokenP50: 80, FirstTokenP95: 100, BetweenTokensP50: 10, BetweenTokensP95: 20, RateAt1: 100, RateAt8: 0, RateAt32: 0);

    public static readonly Offer Promised = Samples.Offer(slots: 1) with { Profile = Profile };

    public static AccountAddress Payer(int number)
    {
        var hash = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(hash, number + 1);
        return AccountAddress.From(0, hash);
    }

    /// <summary>A job that kept the promise, unless told otherwise: 40 ms to the first of 101 tokens, 100 a second.</summary>
    public static JobEnd End(AccountAddress client, JobFate fate = JobFate.Delivered, long nano = 1_000_000, int firstTokenMs = 40, int writingMs = 1_000) => new(
        Samples.Job(1), "model", client, fate, RefusalCode.None, new TokenCounts(50, 0, 101, 0),
        fate == JobFate.Failed ? Nano.Zero : new Nano(nano), TimeSpan.FromMilliseconds(firstTokenMs), TimeSpan.FromMilliseconds(firstTokenMs + writingMs));

    public static Standing Did(this Standing standing, JobEnd end, DateTimeOffset? now = null) => standing.Ended(end, Samples.Provider, Promised, now ?? standing.At);

    /// <summary>So many payers pay so much each, in a hundred jobs.</summary>
    public static Standing PaidBy(this Standing standing, int payers, Nano each) =>
        Enumerable.Range(0, payers).SelectMany(payer => Enumerable.Repeat(payer, 100))
            .Aggregate(standing, (known, payer) => known.Did(End(Payer(payer), nano: each.Value / 100)));

    public static int Score(this Standing standing) => standing.Score(Nano.Zero, standing.At);
}
