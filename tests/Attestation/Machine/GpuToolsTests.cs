using Cocoon.Attestation.Machine;

namespace Cocoon.Attestation.Tests.Machine;

public sealed class GpuToolsTests
{
    private const string Listed = "NVIDIA H100 PCIe, GPU-1234, 550.144.03, 96.00.9F.00.01\nNVIDIA H100 PCIe, GPU-5678, 550.144.03, 96.00.9F.00.01\n";

    [Fact]
    public async Task Without_a_driver_the_list_of_what_is_missing_says_so()
    {
        var own = await new GpuTools(new FakeToolRunner()).Look(default);

        own.Gpus.Should().BeEmpty();
        own.Lacks.Should().ContainSingle().Which.What.Should().Contain("nvidia-smi");
    }

    [Fact]
    public async Task GPUs_are_described_and_what_they_lack_is_said()
    {
        var own = await new GpuTools(new FakeToolRunner { ["nvidia-smi --query"] = new ToolResult(0, Listed), ["nvidia-smi conf-compute"] = new ToolResult(0, "CC status: OFF\n") }).Look(default);

        own.Gpus.Should().Equal(new GpuInfo("NVIDIA H100 PCIe", "GPU-1234", "550.144.03", "96.00.9F.00.01"), new GpuInfo("NVIDIA H100 PCIe", "GPU-5678", "550.144.03", "96.00.9F.00.01"));
        (own.IsConfidential, own.Collector).Should().Be((false, null));
        own.Lacks.Should().HaveCount(2).And.Contain(lack => lack.What.Contains("nvattest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_everything_there_nothing_is_missing_and_evidence_is_collected()
    {
        var runner = new FakeToolRunner
        {
            ["nvidia-smi --query"] = new ToolResult(0, Listed), ["nvidia-smi conf-compute"] = new ToolResult(0, "CC status: ON\n"),
            ["nvattest version"] = new ToolResult(0, "{}"), ["nvattest collect-evidence"] = new ToolResult(0, "{\"evidences\":[]}"),
        };
        var tools = new GpuTools(runner);

        (await tools.Look(default)).Should().Match<OwnGpus>(own => own.IsConfidential && own.Collector == "nvattest" && own.Lacks.IsEmpty);
        var (json, lack) = await tools.Collect(new byte[32], default);

        (System.Text.Encoding.UTF8.GetString(json.Span), lack).Should().Be(("{\"evidences\":[]}", null));
        runner.Ran[^1].Should().Contain($"--nonce {new string('0', 64)}");
    }

    [Fact]
    public async Task A_program_that_fails_or_does_not_end_is_named()
    {
        var failing = await new GpuTools(new FakeToolRunner { ["nvidia-smi"] = new ToolResult(9, "") }).Look(default);
        var (_, hanging) = await new GpuTools(new FakeToolRunner { ["nvattest"] = new ToolResult(null, "") }).Collect(new byte[32], default);

        failing.Lacks[0].What.Should().Contain("exit code 9");
        hanging!.What.Should().Contain("did not end within");
    }

    [Fact]
    public async Task The_real_runner_runs_a_program_and_does_not_find_one_that_is_not_there()
    {
        var runner = new ToolRunner(TimeSpan.FromMinutes(1), TimeProvider.System);

        (await runner.Run("dotnet", ["--list-sdks"], default))!.Should().Match<ToolResult>(result => result.IsSuccess && result.Output.Contains("10."));
        (await runner.Run("cocoon-no-such-program", [], default)).Should().BeNull();
    }
}
