using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cocoon.Deploy.Tests;

/// <summary>What other programs say about our files.</summary>
public sealed class ToolTests
{
    [ToolFact("kubectl")]
    public async Task Kustomize_builds_all_of_it()
    {
        var built = await Ran.Of("kubectl", ["kustomize", Checkout.Deploy]);
        built.ExitCode.Should().Be(0, built.Output);
        foreach (var manifest in Deployment.Manifests) built.Output.Should().Contain($"kind: {manifest.Text("kind")}");
        built.Output.Should().Contain("name: cocoon-core-", "a changed configuration is another ConfigMap").And.Contain("image: cocoon/provider:");
        built.Output.Should().Contain("matchLabels:\n          k8s-app: kube-dns\n", "labels of ours on another's pods would select nothing");
    }

    [ToolFact("systemd-analyze")]
    public async Task Systemd_finds_nothing_wrong_with_the_units()
    {
        // An instance is verified with its drop-ins when it lies beside them under its own name.
        var folder = Directory.CreateTempSubdirectory("cocoon-units-");
        try
        {
            foreach (var unit in Unit.All())
                await File.WriteAllLinesAsync(Path.Combine(folder.FullName, unit.Name), unit.Lines.GroupBy(line => line.Section).SelectMany(section => section.Select(line => $"{line.Key}={line.Value}").Prepend(section.Key)));
            var verified = await Ran.Of("systemd-analyze", ["verify", .. Directory.GetFiles(folder.FullName)]);
            verified.Output.Split('\n').Where(line => line.Length > 0 && !line.Contains("/usr/bin/cocoon is not executable", StringComparison.Ordinal)).Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [ToolFact("bash")]
    public async Task Scripts_are_bash()
    {
        foreach (var script in (string[])["docker/healthy", "make-secrets"])
        {
            var path = Path.Combine(Checkout.Deploy, script);
            (await Ran.Of("bash", ["-n", path])).ExitCode.Should().Be(0, script);
            (File.GetUnixFileMode(path) & UnixFileMode.UserExecute).Should().NotBe(UnixFileMode.None, "{0} is a program", script);
        }
    }

    [ToolFact("bash")]
    public async Task The_images_health_check_believes_200_only()
    {
        (await Healthy("HTTP/1.1 200 OK")).Should().Be(0);
        (await Healthy("HTTP/1.1 503 Service Unavailable")).Should().NotBe(0);
        (await Healthy("")).Should().NotBe(0, "nothing was said");
    }

    [ToolFact("openssl")]
    public async Task Made_secrets_are_keys_of_one_owner_and_stay()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("cocoon-secrets-").FullName, "secrets");
        try
        {
            (await Ran.Of(Path.Combine(Checkout.Deploy, "make-secrets"), [folder])).ExitCode.Should().Be(0);
            var made = Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
            made.Keys.Should().BeEquivalentTo(Deployment.Compose.Entries("secrets").Select(secret => secret.Key), "compose.yml gives each of them");
            foreach (var key in (string[])["market-key", "operator-key"])
            {
                made[key].Trim().Should().MatchRegex("^[0-9a-f]{64}$");
                File.GetUnixFileMode(Path.Combine(folder, key)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            (await Ran.Of(Path.Combine(Checkout.Deploy, "make-secrets"), [folder])).ExitCode.Should().Be(0);
            Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText).Should().Equal(made, "a key that is replaced is a key that is lost");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }

    private static async Task<int> Healthy(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var checking = Ran.Of(Path.Combine(Checkout.Deploy, "docker", "healthy"), [((IPEndPoint)listener.LocalEndpoint).Port.ToString()]);
        using (var client = await listener.AcceptTcpClientAsync())
        using (var reader = new StreamReader(client.GetStream(), Encoding.ASCII))
        {
            (await reader.ReadLineAsync()).Should().Be("GET /health/live HTTP/1.0");
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }
            if (answer.Length > 0) await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n\r\n"));
        }
        return (await checking).ExitCode;
    }
}
