using System.Text.Json;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>"cocoon attest" as a person runs it; what it says about each kind of evidence is tested beside the verifiers.</summary>
public sealed class AttestCommandTests
{
    [Fact]
    public async Task A_file_is_explained_check_by_check_and_the_exit_code_tells()
    {
        using var folder = new TestFolder();
        var file = await Simulated(folder);
        using var attest = CocoonProcess.Start(null, "attest", "verify", file, "--at", "2026-03-01T00:00:00Z");

        var (code, output, errors) = await attest.End();

        code.Should().Be(4, errors);
        output.Should().Contain("Simulated evidence, as of 2026-03-01 00:00:00Z").And.Contain("genuine   NO        software made this evidence").And.Contain("no policy was given").And.NotContain("\e[");
    }

    [Fact]
    public async Task A_policy_refuses_and_JSON_says_why()
    {
        using var folder = new TestFolder();
        var file = await Simulated(folder);
        var policy = Path.Combine(folder.Path, "policy.json");
        await File.WriteAllTextAsync(policy, """{"networkId":-239}""");
        using var attest = CocoonProcess.Start(null, "attest", "verify", file, "--policy", policy, "--json");

        var (code, output, errors) = await attest.End();

        code.Should().Be(2, errors);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("parts")[0].GetProperty("checks")[0].GetProperty("failure").GetString().Should().Be("SimulatedRefused");
    }

    [Fact]
    public async Task What_is_no_evidence_or_no_policy_is_one_sentence()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "note.txt");
        await File.WriteAllTextAsync(file, "this is no evidence");
        using var attest = CocoonProcess.Start(null, "attest", "verify", file);

        var (code, _, errors) = await attest.End();

        code.Should().Be(1);
        errors.Should().StartWith("cocoon: ").And.Contain(file).And.Contain("TDX quote").And.NotContain("   at ");
    }

    private static async Task<string> Simulated(TestFolder folder)
    {
        var claims = new EnclaveClaims(new HexBytes(new byte[32]), new HexBytes([4, .. new byte[64]]), new HexBytes(new byte[32]));
        var file = Path.Combine(folder.Path, "evidence.bin");
        await File.WriteAllBytesAsync(file, SimulatedEvidence.Create(new ReportBinding(claims, -3, AccountAddress.From(0, new byte[32]))).Raw.ToArray());
        return file;
    }
}
