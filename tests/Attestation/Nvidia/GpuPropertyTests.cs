using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tests.Nvidia.Authority;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>What holds of any input: no exception, bounded memory, nothing that a cache changes, and no way back from expiry.</summary>
public sealed class GpuPropertyTests(GpuWorld world) : IClassFixture<GpuWorld>
{
    private const int Cases = 300;
    private const long MaxAllocated = 4_000_000;
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(Cases);

    [Fact]
    public void A_damaged_report_is_refused_and_costs_little()
    {
        var known = world.Verifier();
        var good = world.Evidence();

        Prop.ForAll(Arb.From(Damaged(good.Raw.ToArray())), raw =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isValid = world.Verify(good with { Raw = raw }, by: known).IsValid;
            return !isValid && GC.GetAllocatedBytesForCurrentThread() - before < MaxAllocated;
        }).Check(Many);
    }

    [Fact]
    public void A_damaged_chain_is_refused_or_is_the_same_chain_and_is_not_kept_twice()
    {
        var known = world.Verifier();
        var good = world.Evidence();
        var device = world.Verify(good, by: known).Claims!.HardwareId;

        Prop.ForAll(Arb.From(Damaged(good.Endorsements.ToArray())), chain =>
        {
            var appraisal = world.Verify(good with { Endorsements = chain }, by: known);
            return !appraisal.IsValid || appraisal.Claims!.HardwareId == device;
        }).Check(Many);
        known.CachedChains.Should().Be(1);
    }

    [Fact]
    public void White_space_in_a_chain_makes_no_entry_of_its_own()
    {
        var known = world.Verifier();
        var good = world.Evidence();
        var pem = Encoding.ASCII.GetString(good.Endorsements.Span);

        foreach (var variant in (ReadOnlySpan<string>)[pem, pem.Replace("\n", "\r\n", StringComparison.Ordinal), "\n\n" + pem, pem + "\0"])
            world.Verify(good with { Endorsements = Encoding.ASCII.GetBytes(variant) }, by: known).IsAccepted.Should().BeTrue();
        known.CachedChains.Should().Be(1);
    }

    [Fact]
    public void Damaged_collateral_is_never_an_exception_nor_a_better_verdict()
    {
        var damaged = from item in Gen.Elements(world.Collateral.Items.ToArray()) from body in Damaged(item.Body.ToArray()) select new CollateralItem(item.Key, body);
        var good = world.Verify();
        var worst = world.Evidence(new ReportBuilder { Values = { [8] = new byte[48] } });

        Prop.ForAll(Arb.From(damaged), item =>
        {
            var collateral = world.Collateral.With(item);
            var appraisal = world.Verify(collateral: collateral);
            return appraisal.IsValid && (!appraisal.IsAccepted || (appraisal.Tcb == TcbStatus.UpToDate && appraisal.NotAfter <= good.NotAfter)) && !world.Verify(worst, collateral).IsAccepted;
        }).Check(Many.WithMaxTest(Cases / 5));
    }

    [Fact]
    public void What_has_expired_stays_expired()
    {
        var verifier = world.Verifier();
        var evidence = world.Evidence();
        var times = from first in Gen.Choose(0, 200) from more in Gen.Choose(0, 200) select (First: first, Second: first + more);

        Prop.ForAll(Arb.From(times), hours =>
        {
            var first = world.Verify(evidence, at: GpuWorld.Now.AddHours(hours.First), by: verifier);
            var second = world.Verify(evidence, at: GpuWorld.Now.AddHours(hours.Second), by: verifier);
            return first.IsAccepted || !second.IsAccepted;
        }).Check(Many.WithMaxTest(Cases / 3));
    }

    [Fact]
    public void A_verdict_holds_until_its_end_and_no_longer()
    {
        var evidence = world.Evidence();
        var end = world.Verify(evidence).NotAfter;

        world.Verify(evidence, at: end.AddSeconds(-1)).IsAccepted.Should().BeTrue();
        world.Verify(evidence, at: end).IsAccepted.Should().BeFalse();
    }

    [Fact]
    public void What_a_verifier_has_seen_before_changes_no_verdict()
    {
        var known = world.Verifier();
        var evidence = world.Evidence();
        world.Verify(evidence, by: known).IsAccepted.Should().BeTrue();

        foreach (var at in (ReadOnlySpan<DateTimeOffset>)[GpuWorld.Now, GpuWorld.Now.AddDays(4), GpuWorld.Now.AddDays(31), GpuWorld.Now.AddYears(-3)])
        {
            var (warm, cold) = (world.Verify(evidence, at: at, by: known), world.Verify(evidence, at: at));
            warm.Checks.Should().Equal(cold.Checks);
            (warm.NotAfter, warm.Tcb, warm.Vector, warm.Claims?.SignedHash).Should().Be((cold.NotAfter, cold.Tcb, cold.Vector, cold.Claims?.SignedHash));
        }
    }

    [Fact]
    public async Task One_verifier_serves_many_threads()
    {
        // One entry for three devices: entries are let go of while other threads use them.
        var verifier = world.Verifier(cacheCapacity: 1);
        var evidence = Enumerable.Range(0, 3).Select(_ => world.Leaf("GH100 A01 GSP FMC LF", GpuIdentity.CompositeDevice(GpuWorld.FirmwareId)))
            .Select(leaf => world.Evidence() with { Raw = new ReportBuilder().Build(leaf.Key), Endorsements = GpuWorld.Pem([leaf, .. world.DeviceChain[1..]]) }).ToArray();

        await Parallel.ForAsync(0, 150, (i, _) =>
        {
            world.Verify(evidence[i % 3], by: verifier).IsValid.Should().BeTrue();
            return ValueTask.CompletedTask;
        });

        verifier.CachedChains.Should().Be(1);
    }

    /// <summary>One to three bits flipped, a byte set, the end cut off, or bytes put in.</summary>
    private static Gen<byte[]> Damaged(byte[] good)
    {
        var flips = from count in Gen.Choose(1, 3) from bits in Gen.Choose(0, good.Length * 8 - 1).ArrayOf(count) select Flip(good, bits);
        var cuts = from length in Gen.Choose(0, good.Length - 1) select good[..length];
        var inserts = from at in Gen.Choose(0, good.Length) from value in Gen.Elements<byte>(0, 0x0A, 0x20, 0x30, 0x3C, 0xFF) select (byte[])[.. good[..at], value, .. good[at..]];
        return Gen.OneOf(flips.Where(flipped => !flipped.AsSpan().SequenceEqual(good)), cuts, inserts);
    }

    private static byte[] Flip(byte[] good, int[] bits)
    {
        var damaged = good.ToArray();
        foreach (var bit in bits) damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        return damaged;
    }
}
