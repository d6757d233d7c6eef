using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Keeping;

namespace Cocoon.Attestation.Tests.Policies;

public sealed class PolicyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-policy");
    private readonly RecordedLog<PolicyFile> _log = new();
    private DateTime _stamp = new(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc);

    private string FilePath => Path.Combine(_folder.FullName, "policy.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_read_once_and_again_when_it_changes()
    {
        Write("""{"networkId":-3}""");
        var file = new PolicyFile(FilePath, _log);
        var first = await file.Current();
        (await file.Current()).Should().BeSameAs(first);

        Write("""{"networkId":-217}""");

        (await file.Current()).NetworkId.Should().Be(-217);
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_leaves_the_policy_in_force_and_is_said_once()
    {
        Write("""{"networkId":-3}""");
        var file = new PolicyFile(FilePath, _log);
        var first = await file.Current();

        Write("""{"networkId":-3,"allowSimulatd":true}""");
        (await file.Current()).Should().BeSameAs(first);
        (await file.Current()).Should().BeSameAs(first);
        _log.Lines.Should().ContainSingle(line => line.Contains("allowSimulatd"));
        File.Delete(FilePath);
        (await file.Current()).Should().BeSameAs(first);
        _log.Lines.Should().Contain(line => line.Contains("There is no policy at"));

        Write("""{"networkId":-239}""");
        (await file.Current()).NetworkId.Should().Be(-239);
    }

    [Fact]
    public async Task Without_a_good_policy_there_is_none()
    {
        var file = new PolicyFile(FilePath, _log);
        await file.Invoking(each => each.Current()).Should().ThrowAsync<FileNotFoundException>().WithMessage("*Put the market's policy file there.");
        Write("""{"networkId":"main"}""");
        await file.Invoking(each => each.Current()).Should().ThrowAsync<FormatException>().WithMessage($"{FilePath}: The policy cannot be read: *networkId*");
    }

    [Fact]
    public void The_example_of_the_documentation_is_a_policy()
    {
        var text = File.ReadAllText(Path.Combine(Repository(), "docs", "policy.md"));
        var examples = text.Split("```json\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToArray();
        var policy = PolicyJson.Parse(System.Text.Encoding.UTF8.GetBytes(examples[0]));
        policy.Images.Should().HaveCount(2);
        policy.Tdx!.AllowedXfam.Length.Should().Be(8);
        policy.Snp!.Floors.Should().HaveCount(3);
        policy.Azure!.Instances.Should().HaveCount(1);
        policy.Nras!.Models.Should().HaveCount(1);
        PolicyJson.ParseCaller(System.Text.Encoding.UTF8.GetBytes(examples[1])).Images!.Value.Should().ContainSingle();
    }

    private static string Repository()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return home;
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Cocoon.Orleans.sln"))) at = at.Parent ?? throw new InvalidOperationException("Set COCOON_HOME to the repository: the tests are built outside of it.");
        return at.FullName;
    }

    private void Write(string text)
    {
        File.WriteAllText(FilePath, text);
        File.SetLastWriteTimeUtc(FilePath, _stamp = _stamp.AddSeconds(1));
    }
}
