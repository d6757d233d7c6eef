using System.Text.Json.Nodes;

namespace Cocoon.Deploy.Tests;

/// <summary>The parsed files that most checks look at.</summary>
internal static class Deployment
{
    private static readonly string[] WorkloadKinds = ["Deployment", "StatefulSet", "Job"];

    public static JsonNode Compose { get; } = Checkout.Yaml(Path.Combine(Checkout.Deploy, "compose.yml")).Single();

    public static JsonNode Kustomization { get; } = Checkout.Yaml(Path.Combine(Checkout.Deploy, "kustomization.yaml")).Single();

    public static IReadOnlyList<JsonNode> Manifests { get; } = [.. Checkout.Files("kubernetes", "*.yaml").SelectMany(Checkout.Yaml)];

    public static IEnumerable<JsonNode> Workloads => Manifests.Where(manifest => WorkloadKinds.Contains(manifest.Text("kind")));

    public static IEnumerable<JsonNode> OfKind(string kind) => Manifests.Where(manifest => manifest.Text("kind") == kind);
}
