using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.SevSnp;

namespace Cocoon.Attestation.Tests.SevSnp;

/// <summary>Bad inputs 44 to 60 of the list that the verifiers share, each with everything before it good.</summary>
public sealed class SnpBadInputTests
{
    private static readonly SnpMachine Good = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1183)]
    [InlineData(1185)]
    public void Bad_input_44_length(int length)
    {
        var raw = Good.Raw();
        Array.Resize(ref raw, length);

        Failure(Good, raw).Should().Be(AttestationFailure.ReportMalformed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(uint.MaxValue)]
    public void Bad_input_45_version(uint version) => Failure(Good with { Version = version }).Should().Be(AttestationFailure.ReportVersion);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Bad_input_46_algorithm(byte algorithm) => Failure(Good with { Report = raw => raw[0x34] = algorithm }).Should().Be(AttestationFailure.SignatureAlgorithm);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Bad_input_47_signing_key(int key) => Failure(Good with { Report = raw => raw[0x48] = (byte)(key << 2) }).Should().Be(AttestationFailure.SigningKeyKind);

    [Theory]
    [InlineData(48)]
    [InlineData(71)]
    [InlineData(72 + 48)]
    [InlineData(72 + 71)]
    public void Bad_input_48_upper_bytes_of_the_signature(int offset) =>
        Failure(Good with { Signed = raw => raw[SnpReport.SignedBytes + offset] = 1 }).Should().Be(AttestationFailure.SignatureEncoding);

    [Fact]
    public void Bad_input_49_big_endian_signature()
    {
        var machine = Good with
        {
            Signed = raw =>
            {
                raw.AsSpan(SnpReport.SignedBytes, 72).Reverse();
                raw.AsSpan(SnpReport.SignedBytes + 72, 72).Reverse();
            },
        };

        Failure(machine).Should().Be(AttestationFailure.SignatureEncoding);
    }

    [Fact]
    public void Bad_input_49_numbers_of_48_bytes_in_the_other_order()
    {
        var machine = Good with { Signed = raw => raw.AsSpan(SnpReport.SignedBytes, 48).Reverse() };

        Failure(machine).Should().BeOneOf(AttestationFailure.ReportSignature, AttestationFailure.SignatureEncoding);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Signatures_of_zero_and_above_the_order_are_no_signatures(byte value) =>
        Failure(Good with { Signed = raw => raw.AsSpan(SnpReport.SignedBytes, 48).Fill(value) }).Should().Be(AttestationFailure.SignatureEncoding);

    [Fact]
    public void Bad_input_50_an_altered_certificate()
    {
        var leaf = Good.Certificate();
        leaf[^1] ^= 1;

        Failure(Good, Good.Raw(), [.. leaf, .. Good.Hierarchy.Authorities()]).Should().Be(AttestationFailure.VcekChain);
    }

    [Fact]
    public void Bad_input_51_the_certificate_of_another_chip() =>
        Failure(Good with { LeafChipId = [.. Good.ChipId.Reverse()] }).Should().Be(AttestationFailure.ChipIdMismatch);

    [Fact]
    public void Bad_input_52_the_certificate_of_the_same_chip_and_other_versions() =>
        Failure(Good with { LeafTcb = Good.Tcb with { Microcode = 220 } }).Should().Be(AttestationFailure.TcbMismatch);

    [Fact]
    public void Bad_input_53_another_product_than_the_processor_of_the_report() =>
        Failure(Good with { Report = raw => raw[0x189] = 0x11 }).Should().Be(AttestationFailure.ProductMismatch);

    [Fact]
    public void A_processor_that_is_not_known_is_no_product() =>
        Failure(Good with { Report = raw => raw[0x188] = 0x1B }).Should().Be(AttestationFailure.ProductMismatch);

    [Fact]
    public void Bad_input_54_Turin_read_in_the_layout_of_Milan_passes_no_floor()
    {
        // In Milan's layout FMC 200 would be the boot loader, and boot loader 9 the TEE.
        var turin = SnpMachine.Turin with { Tcb = new SnpTcb(0, 0, 0, 219, 200) };
        var context = turin.Context();
        var floor = new SnpTcb(4, 0, 0, 219, 0);
        context = context with { Policy = context.Policy with { Snp = context.Policy.Snp! with { Floors = context.Policy.Snp.Floors.SetItem(SnpProduct.Turin, floor) } } };

        var appraisal = turin.Hierarchy.Verifier().Verify(turin.Evidence(), context);

        appraisal.Failure.Should().Be(AttestationFailure.TcbOutOfDate);
        appraisal.Findings.Should().Contain(finding => finding.Component == "boot loader" && finding.Found == "0" && finding.Needed == "4");
    }

    [Fact]
    public void Bad_input_54_and_a_chip_of_Turin_has_eight_bytes()
    {
        Failure(SnpMachine.Turin).Should().Be(AttestationFailure.None);
        Failure(SnpMachine.Turin with { Report = raw => raw[0x1A0 + 8] = 1 }).Should().Be(AttestationFailure.ChipIdMismatch);
        Failure(SnpMachine.Turin with { Leaf = extensions => Replace(extensions, SnpHierarchy.Bytes("4", new byte[64])) }).Should().Be(AttestationFailure.VcekChain);
    }

    [Fact]
    public void Bad_input_55_debugging_allowed() => Failure(Good with { Report = raw => raw[0x0A] |= 1 << 3 }).Should().Be(AttestationFailure.DebugAllowed);

    [Fact]
    public void Bad_input_56_a_VLEK_where_only_VCEKs_count()
    {
        var context = SnpMachine.Vlek.Context();
        context = context with { Policy = context.Policy with { Snp = context.Policy.Snp! with { SigningKeys = [SnpSigningKey.Vcek] } } };

        Failure(SnpMachine.Vlek).Should().Be(AttestationFailure.None);
        SnpMachine.Vlek.Hierarchy.Verifier().Verify(SnpMachine.Vlek.Evidence(), context).Failure.Should().Be(AttestationFailure.SigningKeyKind);
    }

    [Fact]
    public void Bad_input_57_a_VLEK_after_its_year()
    {
        Failure(SnpMachine.Vlek with { LeafUntil = SnpMachine.At.AddDays(-1) }).Should().Be(AttestationFailure.CertificateExpired);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(255)]
    public void Bad_input_58_privilege_level(byte vmpl) => Failure(Good with { Report = raw => raw[0x30] = vmpl }).Should().Be(AttestationFailure.VmplNotAllowed);

    [Fact]
    public void Bad_input_59_no_chip_id_with_a_VCEK() =>
        Failure(Good with { Report = raw => raw.AsSpan(0x1A0, 64).Clear() }).Should().Be(AttestationFailure.ChipIdMismatch);

    [Theory]
    [InlineData(144)]
    [InlineData(511)]
    public void Bad_input_60_padding(int offset) =>
        Failure(Good with { Signed = raw => raw[SnpReport.SignedBytes + offset] = 1 }).Should().Be(AttestationFailure.SignatureEncoding);

    [Fact]
    public void Every_bit_of_the_signed_part_matters()
    {
        var verifier = Good.Hierarchy.Verifier();
        var (good, evidence, context) = (Good.Raw(), Good.Evidence(), Good.Context());

        for (var offset = 0; offset < SnpReport.SignedBytes; offset += 7)
        {
            var raw = good.ToArray();
            raw[offset] ^= (byte)(1 << offset % 8);
            verifier.Verify(evidence with { Raw = raw }, context).IsValid.Should().BeFalse("byte {0} was changed", offset);
        }
    }

    [Fact]
    public void The_unsigned_part_is_no_freedom_for_an_attacker()
    {
        var good = Good.Raw();
        var verifier = Good.Hierarchy.Verifier();
        var (evidence, context) = (Good.Evidence(), Good.Context());

        for (var offset = SnpReport.SignedBytes; offset < SnpReport.Bytes; offset += 5)
        {
            var raw = good.ToArray();
            raw[offset] ^= 0x10;
            verifier.Verify(evidence with { Raw = raw }, context).IsValid.Should().BeFalse("byte {0} was changed", offset);
        }
    }

    private static void Replace(List<X509Extension> extensions, X509Extension with)
    {
        extensions.RemoveAll(extension => extension.Oid!.Value == with.Oid!.Value);
        extensions.Add(with);
    }

    private static AttestationFailure Failure(SnpMachine machine) => machine.Verify().Failure;

    private static AttestationFailure Failure(SnpMachine machine, byte[] raw, byte[]? certificates = null)
    {
        var evidence = machine.Evidence() with { Raw = raw };
        if (certificates is not null) evidence = evidence with { Endorsements = certificates };
        return machine.Hierarchy.Verifier().Verify(evidence, machine.Context()).Failure;
    }
}
