using System.Text.Json.Nodes;

namespace Cocoon.Deploy.Tests;

/// <summary>A program of ours as some file of deploy/ starts it.</summary>
/// <param name="Where">The file and the name in it, for messages.</param>
/// <param name="Arguments">What `cocoon` is given.</param>
/// <param name="Environment">Variables of the file, the image's left out.</param>
/// <param name="Node">What the file says about it; null for a unit of systemd.</param>
internal sealed record Container(string Where, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, JsonNode? Node)
{
    public static IEnumerable<Container> All() => [.. OfCompose(), .. OfKubernetes(), .. OfSystemd()];

    public static IEnumerable<Container> OfCompose() =>
        from service in Deployment.Compose.Entries("services")
        let image = service.Value.Text("image") ?? ""
        where image.StartsWith("cocoon/", StringComparison.Ordinal)
        select new Container(
            $"compose {service.Key}",
            service.Value.At("command") is null ? Dockerfile.Read().Command(service.Value.Text("build.target")!) : [.. service.Value.Items("command").Select(part => part.ToString())],
            service.Value.Entries("environment").ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? ""), service.Value);

    public static IEnumerable<Container> OfKubernetes() =>
        from workload in Deployment.Workloads
        from container in workload.Items("spec.template.spec.containers")
        where container.Text("image")!.StartsWith("cocoon/", StringComparison.Ordinal)
        select new Container(
            $"kubernetes {workload.Text("metadata.name")}", [.. container.Items("args").Select(part => part.ToString())],
            container.Items("env").ToDictionary(entry => entry.Text("name")!, entry => entry.Text("value") ?? $"from {entry.Text("valueFrom.fieldRef.fieldPath")}"), container);

    public static IEnumerable<Container> OfSystemd() =>
        from unit in Unit.All()
        from command in unit.Values("ExecStart").Concat(unit.Values("ExecStartPre"))
        let words = command.Replace("%i", unit.Instance, StringComparison.Ordinal).Split(' ')
        select new Container($"systemd {unit.Name}", words[1..], unit.Environment(), null);
}
