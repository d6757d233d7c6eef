using System.Numerics;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.SevSnp;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.SevSnp;

public sealed class SnpPropertyTests
{
    private const int Cases = 150;
    private const long MostAllocated = 400_000;

    private static readonly SnpMachine Machine = new();
    private static readonly MachineEvidence Good = Machine.Evidence();
    private static readonly AppraisalContext Context = Machine.Context();
    private static readonly SnpVerifier Verifier = Machine.Hierarchy.Verifier();
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(Cases);

    [Fact]
    public void A_report_that_was_cut_extended_or_changed_throws_nothing_and_is_not_valid()
    {
        Prop.ForAll(Arb.From(Changed(Good.Raw.ToArray())), raw =>
        {
            var isSame = Good.Raw.Span.SequenceEqual(raw);
            return Verifier.Verify(Good with { Raw = raw }, Context).IsValid == isSame;
        }).Check(Config);
    }

    [Fact]
    public void Certificates_that_were_cut_extended_or_changed_throw_nothing_and_bring_no_other_claims()
    {
        var claims = Verifier.Verify(Good, Context).Claims!.SignedHash;
        Prop.ForAll(Arb.From(Changed(Good.Endorsements.ToArray())), endorsements =>
            Verifier.Verify(Good with { Endorsements = endorsements }, Context) is var appraisal && (!appraisal.IsValid || appraisal.Claims!.SignedHash == claims)).Check(Config);
    }

    [Fact]
    public void What_is_allocated_is_bounded_whatever_the_input()
    {
        Verifier.Verify(Good, Context);
        Prop.ForAll(Arb.From(Changed(Good.Raw.ToArray())), raw =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Verifier.Verify(Good with { Raw = raw }, Context);
            return GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated;
        }).Check(Config);
    }

    [Fact]
    public void Once_expired_it_stays_expired()
    {
        var moments = from first in Gen.Choose(0, 4000) from more in Gen.Choose(0, 4000) select (First: SnpMachine.At.AddDays(first), Then: SnpMachine.At.AddDays(first + more));
        Prop.ForAll(Arb.From(moments), pair =>
            Verifier.Verify(Good, Context with { At = pair.First }).IsValid || !Verifier.Verify(Good, Context with { At = pair.Then }).IsValid).Check(Config);
    }

    [Fact]
    public void It_is_valid_until_the_end_it_names_and_not_after()
    {
        var end = Verifier.Verify(Good, Context).NotAfter;

        Verifier.Verify(Good, Context with { At = end }).IsValid.Should().BeTrue();
        Verifier.Verify(Good, Context with { At = end.AddSeconds(1) }).IsValid.Should().BeFalse();
    }

    [Fact]
    public void The_other_signature_of_the_same_report_is_the_same_evidence()
    {
        var order = BigInteger.Parse("39402006196394479212279040100143613805079739270465446667946905279627659399113263569398956308152294913554433653942643", System.Globalization.CultureInfo.InvariantCulture);
        var raw = Good.Raw.ToArray();
        var s = raw.AsSpan(SnpReport.SignedBytes + 72, 48);
        var other = order - new BigInteger(s, isUnsigned: true);
        s.Clear();
        other.TryWriteBytes(s, out _, isUnsigned: true).Should().BeTrue();

        var appraisal = Verifier.Verify(Good with { Raw = raw }, Context);

        appraisal.IsValid.Should().BeTrue();
        appraisal.Claims!.SignedHash.Should().Be(Verifier.Verify(Good, Context).Claims!.SignedHash);
    }

    /// <summary>Bytes with some of them changed, some cut off or some put behind.</summary>
    private static Gen<byte[]> Changed(byte[] good) =>
        from flips in Gen.ListOf(from at in Gen.Choose(0, good.Length - 1) from bit in Gen.Choose(0, 7) select (at, bit))
        from cut in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, good.Length))
        from more in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 64))
        select Change(good, flips, cut, more);

    private static byte[] Change(byte[] good, IEnumerable<(int At, int Bit)> flips, int cut, int more)
    {
        var changed = good.ToArray();
        foreach (var (at, bit) in flips) changed[at] ^= (byte)(1 << bit);
        Array.Resize(ref changed, good.Length - cut + more);
        return changed;
    }
}
