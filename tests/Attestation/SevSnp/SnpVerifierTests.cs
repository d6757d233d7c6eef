using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.SevSnp;

public sealed class SnpVerifierTests
{
    private static readonly SnpMachine Good = new();

    [Theory]
    [InlineData(SnpProduct.Milan, 2)]
    [InlineData(SnpProduct.Milan, 3)]
    [InlineData(SnpProduct.Genoa, 4)]
    [InlineData(SnpProduct.Genoa, 5)]
    public void A_good_machine_is_accepted(SnpProduct product, uint version)
    {
        var appraisal = (Good with { Product = product, Version = version }).Verify();

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        (appraisal.Tcb, appraisal.Limit, appraisal.Vector.Overall).Should().Be((TcbStatus.UpToDate, Tier.CcGpu, TrustTier.Affirming));
        appraisal.Findings.Should().BeEmpty();
        appraisal.NotAfter.Should().Be(SnpMachine.At.AddDays(40), "the revocation list ends first");
        appraisal.Claims!.HardwareId.Should().StartWith("snp:0102030405");
    }

    [Fact]
    public void The_same_evidence_and_context_give_the_same_result()
    {
        var (evidence, context) = (Good.Evidence(), Good.Context());
        var verifier = Good.Hierarchy.Verifier();

        var first = verifier.Verify(evidence, context);
        var second = verifier.Verify(evidence, context);

        second.Checks.Should().Equal(first.Checks);
        second.Claims!.Values().Should().Equal(first.Claims!.Values());
        (second.Claims.SignedHash, second.Vector, second.NotAfter).Should().Be((first.Claims.SignedHash, first.Vector, first.NotAfter));
    }

    [Fact]
    public void Certificates_may_come_in_any_order_and_as_PEM()
    {
        var context = Good.Context();
        var (leaf, h) = (Good.Certificate(), Good.Hierarchy);
        byte[][] orders = [[.. h.Ark.RawData, .. h.Ask.RawData, .. leaf], [.. h.Ask.RawData, .. leaf, .. h.Ark.RawData]];
        using var loaded = X509CertificateLoader.LoadCertificate(leaf);
        var pem = System.Text.Encoding.ASCII.GetBytes($"{loaded.ExportCertificatePem()}\n{h.Ask.ExportCertificatePem()}\n{h.Ark.ExportCertificatePem()}\n");

        foreach (var endorsements in orders.Append(pem))
            h.Verifier().Verify(Good.Evidence() with { Endorsements = endorsements }, context).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void An_impostors_root_of_the_same_name_is_not_pinned()
    {
        var impostor = Good with { Hierarchy = SnpHierarchy.Impostor };

        Good.Hierarchy.Verifier().Verify(impostor.Evidence(), Good.Context()).Failure.Should().Be(AttestationFailure.ArkNotPinned);
    }

    [Fact]
    public void An_impostors_authority_under_the_real_root_does_not_chain()
    {
        byte[] mixed = [.. (Good with { Hierarchy = SnpHierarchy.Impostor }).Certificate(), .. SnpHierarchy.Impostor.Ask.RawData, .. Good.Hierarchy.Ark.RawData];

        Good.Hierarchy.Verifier().Verify(Good.Evidence() with { Endorsements = mixed }, Good.Context()).Failure.Should().Be(AttestationFailure.VcekChain);
    }

    [Fact]
    public void A_chain_that_is_incomplete_reversed_in_kind_or_too_long_is_refused()
    {
        var (leaf, h) = (Good.Certificate(), Good.Hierarchy);
        byte[][] chains =
        [
            [.. leaf, .. h.Ask.RawData], [.. leaf, .. leaf, .. h.Ark.RawData], [.. h.Ask.RawData, .. h.Ark.RawData, .. h.Ark.RawData],
            [.. leaf, .. h.Ask.RawData, .. h.Ark.RawData, .. h.Asvk.RawData], [.. leaf, .. h.Asvk.RawData, .. h.Ark.RawData], [1, 2, 3], [.. leaf, 0],
        ];

        foreach (var chain in chains)
            h.Verifier().Verify(Good.Evidence() with { Endorsements = chain }, Good.Context()).Failure.Should().Be(AttestationFailure.VcekChain);
    }

    [Fact]
    public void Extensions_must_be_there_once_and_be_of_one_kind()
    {
        SnpMachine[] machines =
        [
            Good with { Leaf = extensions => extensions.RemoveAll(e => e.Oid!.Value!.EndsWith(".3.8", StringComparison.Ordinal)) },
            Good with { Leaf = extensions => extensions.Add(SnpHierarchy.Text("5", "CN=cloud")) },
            Good with { Leaf = extensions => extensions.RemoveAll(e => e.Oid!.Value!.EndsWith(".1.4", StringComparison.Ordinal)) },
            Good with { Leaf = extensions => extensions[2] = SnpHierarchy.Number("3.1", 256) },
            Good with { Leaf = extensions => extensions[2] = SnpHierarchy.Number("3.1", -1) },
            Good with { Leaf = extensions => extensions[2] = SnpHierarchy.Bytes("3.1", [2, 5, 1]) },
            Good with { Leaf = extensions => extensions[1] = SnpHierarchy.Text("2", "Naples") },
            SnpMachine.Turin with { Leaf = extensions => extensions.RemoveAll(e => e.Oid!.Value!.EndsWith(".3.9", StringComparison.Ordinal)) },
            SnpMachine.Vlek with { Leaf = extensions => extensions[^1] = SnpHierarchy.Text("5", "") },
        ];

        foreach (var machine in machines) machine.Verify().Failure.Should().Be(AttestationFailure.VcekChain);
    }

    [Fact]
    public void A_chip_id_within_an_octet_string_counts_too()
    {
        byte[] wrapped = [4, 64, .. Good.ChipId];

        (Good with { Leaf = extensions => extensions[^1] = SnpHierarchy.Bytes("4", wrapped) }).Verify().IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void A_report_that_names_the_other_kind_of_key_than_the_certificate_is_refused()
    {
        (Good with { Report = raw => raw[0x48] = 1 << 2 }).Verify().Failure.Should().Be(AttestationFailure.SigningKeyKind);
    }

    [Fact]
    public void Before_its_certificate_began_nothing_is_valid() =>
        VerifyAt(SnpHierarchy.From.AddDays(-1)).Failure.Should().Be(AttestationFailure.CertificateNotYetValid);

    [Fact]
    public void A_policy_without_this_kind_denies_and_the_evidence_stays_genuine()
    {
        var context = Good.Context();
        var appraisal = Good.Hierarchy.Verifier().Verify(Good.Evidence(), context with { Policy = new PolicyDocument { NetworkId = -3 } });

        (appraisal.IsValid, appraisal.IsAccepted, appraisal.Tcb).Should().Be((true, false, TcbStatus.Unknown));
        appraisal.Checks.Should().Contain(check => check.Failure == AttestationFailure.PolicyMissing && check.Stage == CheckStage.Policy)
            .And.Contain(check => check.Failure == AttestationFailure.MeasurementMismatch)
            .And.Contain(check => check.Failure == AttestationFailure.VmplNotAllowed)
            .And.Contain(check => check.Failure == AttestationFailure.SigningKeyKind);
    }

    [Fact]
    public void The_policy_reads_back_from_JSON()
    {
        var policy = Good.Policy();

        var read = PolicyJson.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(policy, PolicyJson.Options));

        read.Hash().Should().Be(policy.Hash());
        read.Snp!.Floors[SnpProduct.Milan].Should().Be(Good.Tcb);
    }

    [Fact]
    public void A_floor_without_one_of_its_parts_is_no_floor()
    {
        var json = """{"networkId":-3,"snp":{"floors":{"Turin":{"bootLoader":1,"tee":1,"snp":1,"microcode":1}}}}"""u8.ToArray();

        FluentActions.Invoking(() => PolicyJson.Parse(json)).Should().Throw<FormatException>();
    }

    [Fact]
    public void Kept_chains_are_bounded_and_those_dropped_still_verify()
    {
        var verifier = Good.Hierarchy.Verifier(cachedChains: 2);
        var chips = Enumerable.Range(0, 5).Select(i => Good with { ChipId = [(byte)i, .. new byte[62], 1] }).ToArray();

        foreach (var chip in chips.Concat(chips)) verifier.Verify(chip.Evidence(), chip.Context()).IsAccepted.Should().BeTrue();

        verifier.CachedChains.Should().Be(2);
    }

    [Fact]
    public void A_kept_chain_ends_when_its_certificate_does()
    {
        var machine = Good with { LeafUntil = SnpMachine.At.AddDays(10) };
        var verifier = machine.Hierarchy.Verifier();
        var (evidence, context) = (machine.Evidence(), machine.Context());

        verifier.Verify(evidence, context).IsAccepted.Should().BeTrue();
        verifier.Verify(evidence, context with { At = SnpMachine.At.AddDays(11) }).Failure.Should().Be(AttestationFailure.CertificateExpired);
        verifier.Verify(evidence, context).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void Nothing_that_failed_is_kept()
    {
        var verifier = Good.Hierarchy.Verifier();
        var evidence = Good.Evidence() with { Endorsements = SnpHierarchy.Impostor.Authorities() };

        verifier.Verify(evidence, Good.Context()).IsValid.Should().BeFalse();

        verifier.CachedChains.Should().Be(0);
    }

    [Fact]
    public void Many_threads_may_verify_while_the_cache_drops_their_chains()
    {
        var verifier = Good.Hierarchy.Verifier(cachedChains: 1);
        var machines = Enumerable.Range(0, 3).Select(i => Good with { ChipId = [(byte)i, .. new byte[62], 2] })
            .Select(machine => (Evidence: machine.Evidence(), Context: machine.Context())).ToArray();
        var accepted = 0;

        Parallel.For(0, 60, i =>
        {
            var (evidence, context) = machines[i % machines.Length];
            if (verifier.Verify(evidence, context).IsAccepted) Interlocked.Increment(ref accepted);
        });

        accepted.Should().Be(60);
    }

    private static EvidenceAppraisal VerifyAt(DateTimeOffset at) => Good.Hierarchy.Verifier().Verify(Good.Evidence(), Good.Context() with { At = at });
}
