using Cocoon.Silo.Hosting;

namespace Cocoon.Deploy.Tests;

/// <summary>
/// The images without a container: what their build stage publishes, in a folder nobody can write to, run by a user who is
/// nobody.
/// </summary>
public sealed class PublishedImage : IAsyncLifetime
{
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-image-").FullName;

    public string App => Path.Combine(_folder, "app");

    public string Etc => Path.Combine(_folder, "etc");

    public async Task InitializeAsync()
    {
        var published = await Ran.Of("dotnet", PublishArguments());
        published.ExitCode.Should().Be(0, published.Output);
        Directory.CreateDirectory(Etc);
        foreach (var file in Checkout.Files("config", "*.json")) await File.WriteAllTextAsync(Path.Combine(Etc, Path.GetFileName(file)), Moved(await File.ReadAllTextAsync(file)));
        Directory.CreateDirectory(Path.Combine(_folder, "models", "tiny-jane"));
        Directory.CreateDirectory(Path.Combine(_folder, "secrets"));
        foreach (var name in (string[])["core-password", "member-password", "market-key", "operator-key", "chain-api-key"])
            await File.WriteAllTextAsync(Path.Combine(_folder, "secrets", name), Convert.ToHexStringLower(new byte[32]));
        // As the images have it: readable, and written by nobody.
        foreach (var path in Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Append(_folder))
            File.SetUnixFileMode(path, Directory.Exists(path) ? ReadAndEnter : path.Contains("secrets", StringComparison.Ordinal) ? UnixFileMode.UserRead : Read);
        if (System.Environment.IsPrivilegedProcess) (await Ran.Of("chown", ["-R", $"{Nobody}:{Nobody}", Path.Combine(_folder, "secrets")])).ExitCode.Should().Be(0);
    }

    public Task DisposeAsync()
    {
        foreach (var path in Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories).Append(_folder))
            File.SetUnixFileMode(path, ReadAndEnter | UnixFileMode.UserWrite);
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The Dockerfile's own arguments, on what this build compiled.</summary>
    private List<string> PublishArguments()
    {
        var publish = Dockerfile.Read().Steps("build").Single(step => step.Words.StartsWith("dotnet publish", StringComparison.Ordinal)).Words;
        var arguments = publish.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(word => !word.StartsWith("-p:GrainRuntime=", StringComparison.Ordinal)).ToList();
        arguments[arguments.IndexOf("--output") + 1] = App;
        return [.. arguments, $"-p:GrainRuntime={(CocoonSilo.Runtime == "Orleans" ? "Orleans" : "Local")}", "--no-build", "-nodeReuse:false"];
    }

    internal Task<Ran> Run(IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        environment["DOTNET_EnableDiagnostics"] = "0";
        IEnumerable<string> command = ["dotnet", Path.Combine(App, "cocoon.dll"), .. arguments];
        return System.Environment.IsPrivilegedProcess
            ? Ran.Of("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs", "--bounding-set=-all", .. command], App, environment)
            : Ran.Of("dotnet", command.Skip(1), App, environment);
    }

    /// <summary>What compose gives a service, with this folder's paths.</summary>
    public Dictionary<string, string> Environment(string service) =>
        Container.OfCompose().Single(container => container.Where == $"compose {service}").Environment.ToDictionary(variable => variable.Key, variable => Moved(variable.Value));

    /// <summary>A text with the paths of an image, with those of this folder.</summary>
    public string Moved(string text) => text.Replace("/etc/cocoon", Etc, StringComparison.Ordinal).Replace("/run/secrets", Path.Combine(_folder, "secrets"), StringComparison.Ordinal)
        .Replace("\"/models/", $"\"{Path.Combine(_folder, "models")}/", StringComparison.Ordinal);

    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ReadAndEnter = Read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
