using Cocoon.Silo.Hosting;

namespace Cocoon.Deploy.Tests;

/// <summary>The images' own commands, run without a container.</summary>
public sealed class PublishedTests(PublishedImage image) : IClassFixture<PublishedImage>
{
    [ToolFact("setpriv")]
    public async Task Every_image_starts_from_a_read_only_folder_as_nobody_and_takes_its_sample()
    {
        Directory.GetFiles(image.App, "*.pdb").Should().BeEmpty("symbols are in the assemblies");
        foreach (var container in Container.OfCompose().Where(container => container.Arguments[0] is "silo" or "gateway").DistinctBy(container => container.Arguments[^1]))
        {
            var check = await image.Run([.. container.Arguments.Select(image.Moved), "--check"], image.Environment(container.Where.Split(' ')[1]));
            if (CocoonSilo.Runtime == "Orleans" || container.Where.StartsWith("compose core", StringComparison.Ordinal)) check.ExitCode.Should().Be(0, "{0}: {1}", container.Where, check.Output);
            else check.Output.Should().Contain("Orleans", "one process is all there is without it");
        }
    }

    [ToolFact("setpriv")]
    public async Task A_secret_is_taken_from_the_group_of_a_pod_and_not_from_a_file_that_all_may_read()
    {
        var password = image.Moved("/run/secrets/core-password");
        foreach (var (mode, code) in ((UnixFileMode, int)[])[(UnixFileMode.UserRead | UnixFileMode.GroupRead, 0), (UnixFileMode.UserRead | UnixFileMode.OtherRead, 1)])
        {
            File.SetUnixFileMode(password, mode);
            var check = await image.Run(["silo", "--config", Path.Combine(image.Etc, "core.json"), "--check"], image.Environment("core-1"));
            check.ExitCode.Should().Be(code, "mode {0}: {1}", mode, check.Output);
            if (code != 0) check.Output.Should().Contain("Cocoon:Database:PasswordFile").And.Contain("chmod 600");
        }
        File.SetUnixFileMode(password, UnixFileMode.UserRead);
    }

    [ToolFact("setpriv")]
    public async Task A_mistyped_setting_ends_the_start_with_its_name_and_the_nearest_one()
    {
        var check = await image.Run(["silo", "--config", Path.Combine(image.Etc, "core.json"), "--check"], new Dictionary<string, string> { ["Cocoon__Database__Pasword"] = "x" });
        check.ExitCode.Should().NotBe(0);
        check.Output.Should().Contain("Cocoon:Database:Pasword").And.Contain("PasswordFile");
    }
}
