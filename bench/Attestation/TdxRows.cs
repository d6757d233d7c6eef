using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tdx;
using Cocoon.Attestation.Tests.Tdx.Authority;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// Intel TDX: whole appraisals, T1 to T17, of quotes as large as real ones, from nothing known to everything known. Machines
/// and collateral are of a hierarchy of our own, so that every check holds.
/// </summary>
internal sealed class TdxRows : IRowSet
{
    private const double WantedWithPckKnown = 2_500;

    /// <summary>Entries of a cache that is too small by one, so that each look-up misses.</summary>
    private const int TooFew = 8;

    public void Measure(Runner runner)
    {
        using var world = new IntelLikeWorld();
        IntelLikePlatform[] platforms = [.. Enumerable.Range(0, TooFew + 1).Select(_ => new IntelLikePlatform(world.Authority))];
        IntelLikePlatform[] renewed = [.. platforms.Select(_ => world.Platform.WithNewKey())];
        var known = Quotes(world.Platform);
        var all = world.Verifier();
        var few = new TdxVerifier(world.Authority.Pin, TooFew);

        runner.Begin("Intel TDX");
        runner.Measure("nothing known, collateral neither", Round(world, known, () => world.Verifier()));
        runner.Measure("collateral known", Round(world, Quotes(platforms), () => few));
        runner.Measure("PCK known as well", Round(world, Quotes(renewed), () => few), target: WantedWithPckKnown);
        runner.Measure("attestation key known as well", Round(world, known, () => all));

        foreach (var platform in platforms.Concat(renewed)) platform.Dispose();
    }

    private static MachineEvidence[] Quotes(params IntelLikePlatform[] platforms) =>
        [.. platforms.Select(platform => new MachineEvidence(EvidenceKind.Tdx, new QuoteBuilder(platform).Build()))];

    /// <summary>One appraisal of the next quote, which must be accepted: a refusal would be quicker.</summary>
    private static Func<EvidenceAppraisal> Round(IntelLikeWorld world, MachineEvidence[] quotes, Func<TdxVerifier> verifier)
    {
        var context = new AppraisalContext(default, world.Collateral, world.Policy, IntelLikeAuthority.Now);
        var next = 0;
        return () =>
        {
            var appraisal = verifier().Verify(quotes[next], context);
            next = (next + 1) % quotes.Length;
            return appraisal.IsAccepted ? appraisal : throw new BenchException($"A quote was refused: {appraisal.Failure}.");
        };
    }
}
