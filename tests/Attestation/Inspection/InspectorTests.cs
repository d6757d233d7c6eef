using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Inspection;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.SevSnp;

namespace Cocoon.Attestation.Tests.Inspection;

public sealed class InspectorTests
{
    private static readonly SnpMachine Machine = new();
    private static readonly PolicyDocument Wanted = Machine.Policy();

    [Fact]
    public void A_wanted_machine_is_good_in_all_three_results()
    {
        var report = Inspect(Machine.Evidence(), Wanted);

        report.Outcome.Should().Be(InspectionOutcome.Good);
        Text(report).Should().Contain("  genuine   yes").And.Contain("  TCB       UpToDate").And.Contain("  policy    wanted")
            .And.Contain("holds     until     2026-04-10 00:00:00Z").And.EndWith("It is genuine, and the policy wants it.\n");
    }

    [Fact]
    public void Without_a_policy_it_says_what_is_genuine_and_that_no_policy_was_given()
    {
        var report = Inspect(Machine.Evidence(), null);

        report.Outcome.Should().Be(InspectionOutcome.Good);
        Text(report).Should().Contain("no policy was given").And.Contain("reported-tcb").And.Contain("It is genuine.").And.NotContain("FAILED").And.NotContain("MeasurementMismatch");
    }

    [Fact]
    public void A_machine_that_may_be_debugged_is_warned_of_even_without_a_policy()
    {
        var debug = Machine with { Report = raw => raw[0x0A] |= 1 << 3 };

        Text(Inspect(debug.Evidence(), null)).Should().Contain("genuine   yes").And.Contain("  warning   open");
    }

    [Fact]
    public void The_three_results_stay_apart()
    {
        var refused = Inspect(Machine.Evidence(), Wanted with { Images = [] });
        var behind = Inspect(Machine.Evidence(), Wanted with { Snp = Wanted.Snp! with { Floors = Wanted.Snp.Floors.SetItem(Machine.Product, Machine.Tcb with { Snp = 99 }) } });
        var forged = Inspect(Machine.Evidence() with { Endorsements = SnpHierarchy.Impostor.Authorities() }, Wanted);

        (refused.Outcome, behind.Outcome, forged.Outcome).Should().Be((InspectionOutcome.PolicyRefuses, InspectionOutcome.TcbFails, InspectionOutcome.NotGenuine));
        Text(refused).Should().Contain("genuine   yes").And.Contain("policy    REFUSED   MeasurementMismatch");
        Text(behind).Should().Contain("genuine   yes").And.Contain("TCB       OutOfDate").And.Contain("SNP firmware         is 24, needs 99").And.Contain("policy    wanted");
        Text(forged).Should().Contain("genuine   NO").And.Contain("VcekChain").And.Contain("do not rely on it").And.NotContain("Says");
    }

    [Fact]
    public void What_cannot_be_decided_is_not_called_a_forgery()
    {
        var missing = Inspect(Machine.Evidence() with { Endorsements = default }, null);
        var unknown = Inspect(new MachineEvidence((EvidenceKind)99, new byte[] { 1 }), null);

        (missing.Outcome, unknown.Outcome).Should().Be((InspectionOutcome.NotGenuine, InspectionOutcome.NotGenuine));
        Text(missing).Should().Contain("genuine   unknown   CollateralMissing");
        Text(unknown).Should().Contain("genuine   unknown   UnknownKind");
    }

    [Fact]
    public void What_only_a_policy_can_tell_is_not_called_a_forgery_without_one()
    {
        var check = new Check("A3", CheckStage.Policy, "issuer", AttestationFailure.PolicyMissing, "");
        var appraisal = new EvidenceAppraisal(EvidenceKind.AzureToken, [check], null, TcbStatus.Unknown, default, [], Core.Trust.Tier.Simulated, SnpMachine.At);
        InspectionReport With(bool hasPolicy) => new("token", SnpMachine.At, hasPolicy, [new InspectedPart("token", 1, appraisal, hasPolicy)]);

        (With(false).Outcome, With(true).Outcome).Should().Be((InspectionOutcome.NotGenuine, InspectionOutcome.PolicyRefuses));
        Text(With(false)).Should().Contain("genuine   unknown   it takes a policy to tell");
        Text(With(true)).Should().Contain("policy    REFUSED   PolicyMissing");
    }

    [Fact]
    public void Simulated_evidence_is_never_called_genuine_even_where_a_policy_wants_it()
    {
        var evidence = new MachineEvidence(EvidenceKind.Simulated, (byte[])[.. "cocoon.simulated-evidence.v1\n"u8, .. new byte[64]]);
        var inspector = new Inspector([new SimulatedVerifier()]);
        InspectionReport With(PolicyDocument? policy) => inspector.Inspect(new EvidenceFile("simulated evidence", [evidence]), CollateralSnapshot.Empty, policy, SnpMachine.At);

        With(null).Outcome.Should().Be(InspectionOutcome.NotGenuine);
        With(new PolicyDocument { NetworkId = -3 }).Outcome.Should().Be(InspectionOutcome.PolicyRefuses);
        var wanted = With(new PolicyDocument { NetworkId = -3, AllowSimulated = true });
        wanted.Outcome.Should().Be(InspectionOutcome.Good);
        Text(wanted).Should().Contain("genuine   NO").And.Contain("Nothing of it is proven");
    }

    [Fact]
    public void Columns_are_aligned_and_colour_is_for_terminals_only()
    {
        var report = Inspect(Machine.Evidence(), Wanted);
        var checks = Text(report).Split('\n').SkipWhile(line => line != "  Checks").Skip(1).TakeWhile(line => line.Length > 0).ToArray();

        checks.Should().HaveCountGreaterThan(10).And.OnlyContain(line => line.IndexOf("ok", StringComparison.Ordinal) == 8);
        Text(report).Should().NotContain("\e[");
        Text(report, isColoured: true).Should().Contain("\e[32m");
    }

    [Fact]
    public void JSON_says_the_same()
    {
        using var json = JsonDocument.Parse(InspectionJson.Write(Inspect(Machine.Evidence(), Wanted with { Images = [] })));
        var part = json.RootElement.GetProperty("parts")[0];

        json.RootElement.GetProperty("outcome").GetString().Should().Be("PolicyRefuses");
        (part.GetProperty("genuine").GetBoolean(), part.GetProperty("tcb").GetString(), part.GetProperty("policy").GetString()).Should().Be((true, "UpToDate", "refused"));
        part.GetProperty("checks").EnumerateArray().Should().Contain(check => check.GetProperty("failure").GetString() == nameof(AttestationFailure.MeasurementMismatch));
        part.GetProperty("claims").GetProperty("product").GetString().Should().Be("Milan");
        part.GetProperty("vector").GetProperty("executables").GetString().Should().Be("warning");
    }

    [Fact]
    public void Every_part_of_a_bundle_is_looked_at()
    {
        var bundle = new EvidenceBundle(Samples.Claims, 0, default, Machine.Evidence(), [new MachineEvidence((EvidenceKind)99, new byte[] { 4 })]);

        var report = Inspector().Inspect(EvidenceFile.Recognise(bundle.Encode()), Collateral(), Wanted, SnpMachine.At);

        report.Parts.Select(part => part.Outcome).Should().Equal(InspectionOutcome.Good, InspectionOutcome.NotGenuine);
        report.Outcome.Should().Be(InspectionOutcome.NotGenuine);
        Text(report).Should().Contain("(part 2 of 2)");
    }

    [Fact]
    public void There_is_one_verifier_for_each_kind() => Verifiers.All.Select(verifier => verifier.Kind).Should().OnlyHaveUniqueItems();

    private static Inspector Inspector() => new([Machine.Hierarchy.Verifier()]);

    private static CollateralSnapshot Collateral() => new([Machine.Crl()]);

    private static InspectionReport Inspect(MachineEvidence evidence, PolicyDocument? policy) =>
        Inspector().Inspect(new EvidenceFile("AMD SEV-SNP report", [evidence]), Collateral(), policy, SnpMachine.At);

    private static string Text(InspectionReport report, bool isColoured = false)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new InspectionText(text, isColoured).Write(report);
        return text.ToString();
    }
}
