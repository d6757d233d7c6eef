using System.Security.Cryptography;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Machine;
using Cocoon.Attestation.Tests.SevSnp;

namespace Cocoon.Attestation.Tests.Machine;

public sealed class OwnMachineTests
{
    [Fact]
    public async Task Nothing_to_show_is_said_with_all_that_is_missing()
    {
        var own = await Look(new FakeTsmFolder { Exists = false }, new FakeToolRunner());

        own.File.Should().BeNull();
        OwnMachineText.Lacks(own).Should().Contain("gives no evidence").And.Contain("configfs").And.Contain("nvidia-smi");
        OwnMachineText.Json(own).Should().Contain("\"remedy\"").And.Contain("NoEvidence");
    }

    [Fact]
    public async Task CPU_and_GPUs_come_together_and_the_GPUs_nonce_names_the_CPU()
    {
        var runner = Ready("""{"evidences":[{"evidence":"EeAB","certificate":"LS0t"}]}""");

        var own = await Look(new FakeTsmFolder(), runner);

        own.File!.Parts.Select(part => part.Kind).Should().Equal(EvidenceKind.SevSnp, EvidenceKind.NvidiaGpu);
        own.Lacks.Should().BeEmpty();
        var nonce = Convert.ToHexStringLower(SHA256.HashData([.. "gpu-v1"u8, .. SnpMachine.ReportData]));
        runner.Ran.Should().Contain(line => line.Contains(nonce, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_of_GPUs_that_cannot_be_read_is_missing()
    {
        var own = await Look(new FakeTsmFolder(), Ready("Attestation done."));

        own.File!.Parts.Should().ContainSingle();
        own.Lacks.Should().ContainSingle().Which.Remedy.Should().Contain("evidences");
    }

    private static FakeToolRunner Ready(string evidence) => new()
    {
        ["nvidia-smi --query"] = new ToolResult(0, "NVIDIA H100, GPU-1, 550.1, 96.0\n"), ["nvidia-smi conf-compute"] = new ToolResult(0, "CC status: ON"),
        ["nvattest version"] = new ToolResult(0, "{}"), ["nvattest collect-evidence"] = new ToolResult(0, evidence),
    };

    private static Task<OwnMachine> Look(FakeTsmFolder folder, FakeToolRunner runner) =>
        OwnMachine.Look(new CpuEvidence(folder, () => "entry"), new GpuTools(runner), SnpMachine.ReportData, default);
}
