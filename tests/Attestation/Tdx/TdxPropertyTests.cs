using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tdx;
using Cocoon.Attestation.Tests.Tdx.Authority;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>What holds of any input: no exception, bounded memory, nothing that a cache changes, and no way back from expiry.</summary>
public sealed class TdxPropertyTests(IntelLikeWorld world) : IClassFixture<IntelLikeWorld>
{
    private const int Cases = 400;
    private const long MaxAllocated = 4_000_000;
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(Cases);
    private readonly byte[] _good = new QuoteBuilder(world.Platform) { Version = 5 }.Build();
    private readonly PolicyDocument _policy = world.Wanting(new QuoteBuilder(world.Platform) { Version = 5 }.Build());

    [Fact]
    public void A_damaged_quote_is_refused_or_is_the_same_quote_and_costs_little()
    {
        var known = world.Verifier();
        var original = world.Verify(_good, by: known).Claims!.SignedHash;

        Prop.ForAll(Arb.From(Damaged(_good)), quote =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var appraisal = world.Verify(quote, by: known);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return allocated < MaxAllocated && (!appraisal.IsValid || appraisal.Claims!.SignedHash == original);
        }).Check(Many);
        (known.CachedChains, known.CachedKeys).Should().Be((1, 1));
    }

    [Fact]
    public void What_a_verifier_has_seen_before_changes_no_verdict()
    {
        var known = world.Verifier();
        world.Verify(_good, by: known).IsValid.Should().BeTrue();

        Prop.ForAll(Arb.From(Damaged(_good)), quote => Same(world.Verify(quote, by: known), world.Verify(quote))).Check(Many.WithMaxTest(Cases / 2));
    }

    [Fact]
    public void Damaged_collateral_is_never_an_exception_nor_a_better_verdict()
    {
        var items = world.Collateral.Items.Where(item => item.Key.Id != "processor").ToArray();
        var damaged = from item in Gen.Elements(items) from body in Damaged(item.Body.ToArray()) select new CollateralItem(item.Key, body);

        Prop.ForAll(Arb.From(damaged), item =>
        {
            var appraisal = world.Verify(_good, world.Collateral.With(item), _policy);
            return appraisal.IsValid && (!appraisal.IsAccepted || appraisal.Tcb == TcbStatus.UpToDate);
        }).Check(Many);
    }

    [Fact]
    public void What_has_expired_stays_expired()
    {
        var verifier = world.Verifier();
        var times = from first in Gen.Choose(0, 4_000) from more in Gen.Choose(0, 4_000) select (First: first, Second: first + more);

        Prop.ForAll(Arb.From(times), days =>
        {
            var first = world.Verify(_good, policy: _policy, at: IntelLikeAuthority.Now.AddDays(days.First), by: verifier);
            var second = world.Verify(_good, policy: _policy, at: IntelLikeAuthority.Now.AddDays(days.Second), by: verifier);
            return (first.IsAccepted || !second.IsAccepted) && (first.IsValid || !second.IsValid);
        }).Check(Many);
    }

    [Fact]
    public void A_verdict_holds_until_its_end_and_no_longer()
    {
        var end = world.Verify(_good, policy: _policy).NotAfter;

        world.Verify(_good, policy: _policy, at: end.AddSeconds(-1)).IsAccepted.Should().BeTrue();
        world.Verify(_good, policy: _policy, at: end.AddSeconds(1)).IsAccepted.Should().BeFalse();
    }

    [Fact]
    public void The_same_input_gives_the_same_result()
    {
        var first = world.Verify(_good, policy: _policy);
        var second = world.Verify(_good, policy: _policy);

        Same(first, second).Should().BeTrue();
        first.Claims!.Values().Should().Equal(second.Claims!.Values());
    }

    [Fact]
    public async Task One_verifier_serves_many_threads()
    {
        // Two entries for three platforms: entries are let go of while other threads use them.
        var verifier = new TdxVerifier(world.Authority.Pin, cacheCapacity: 2);
        using var second = new IntelLikePlatform(world.Authority);
        using var third = new IntelLikePlatform(world.Authority);
        byte[][] quotes = [_good, new QuoteBuilder(second) { Version = 5 }.Build(), new QuoteBuilder(third) { Version = 5 }.Build()];

        await Parallel.ForAsync(0, 600, (i, _) =>
        {
            world.Verify(quotes[i % 3], policy: _policy, by: verifier).IsAccepted.Should().BeTrue();
            return ValueTask.CompletedTask;
        });

        verifier.CachedChains.Should().Be(2);
        verifier.CachedKeys.Should().Be(2);
    }

    private static bool Same(EvidenceAppraisal a, EvidenceAppraisal b) =>
        a.Checks.SequenceEqual(b.Checks) && a.NotAfter == b.NotAfter && a.Tcb == b.Tcb && a.Vector == b.Vector && a.Claims?.SignedHash == b.Claims?.SignedHash;

    /// <summary>One to three bits flipped, a byte set, the end cut off, or bytes put in.</summary>
    private static Gen<byte[]> Damaged(byte[] good)
    {
        var flips = from count in Gen.Choose(1, 3) from bits in Gen.Choose(0, good.Length * 8 - 1).ArrayOf(count) select Flip(good, bits);
        var sets = from at in Gen.Choose(0, good.Length - 1) from value in Gen.Elements<byte>(0, 1, 0x20, 0x7F, 0x80, 0xFF) select (byte[])[.. good[..at], value, .. good[(at + 1)..]];
        var cuts = from length in Gen.Choose(0, good.Length - 1) select good[..length];
        var inserts = from at in Gen.Choose(0, good.Length) from value in Gen.Elements<byte>(0, 0x0A, 0x20, 0x30, 0xFF) select (byte[])[.. good[..at], value, .. good[at..]];
        return Gen.OneOf(flips, sets, cuts, inserts);
    }

    private static byte[] Flip(byte[] good, int[] bits)
    {
        var damaged = good.ToArray();
        foreach (var bit in bits) damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        return damaged;
    }
}
