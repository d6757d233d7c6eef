using System.Text.Json.Nodes;
using Cocoon.Silo.Settings;

namespace Cocoon.Deploy.Tests;

public sealed class HardeningTests
{
    private static readonly string[] Roles = ["core", "provider", "gateway"];

    /// <summary>Whatever kills a process waits this much longer than it drains.</summary>
    private static readonly int StopSeconds = new SiloSettings().DrainSeconds + 15;

    [Fact]
    public void Images_run_as_a_numbered_user_with_a_check_of_their_health()
    {
        var dockerfile = Dockerfile.Read();
        foreach (var role in Roles)
        {
            dockerfile.Last(role, "USER").Should().MatchRegex("^[1-9][0-9]*:[1-9][0-9]*$", "Kubernetes believes numbers only ({0})", role);
            dockerfile.Last(role, "HEALTHCHECK").Should().Contain("healthy").And.Contain($"\"{new Uri(new OperationsSettings().Listen).Port}\"");
            var after = dockerfile.Steps(role).SkipWhile(step => step.Verb != "USER").Select(step => step.Verb);
            after.Should().NotContain("RUN").And.NotContain("COPY", "nothing in the image belongs to the user that runs ({0})", role);
            dockerfile.Steps(role).Should().Contain(step => step.Verb == "LABEL" && step.Words.Contains("org.opencontainers.image.revision", StringComparison.Ordinal));
            dockerfile.Steps(role).Where(step => step.Verb == "COPY").Should().OnlyContain(step => step.Words.Contains("--from=", StringComparison.Ordinal) || step.Words.Contains("deploy/docker/healthy", StringComparison.Ordinal), "sources stay in the build stage");
        }
    }

    [Fact]
    public void Compose_services_are_confined_and_limited()
    {
        foreach (var (name, service) in Deployment.Compose.Entries("services"))
        {
            service.At("read_only")!.GetValue<bool>().Should().BeTrue(name);
            service.Text("user").Should().MatchRegex("^[1-9][0-9]*:[1-9][0-9]*$", name);
            service.Items("cap_drop").Select(item => item.ToString()).Should().Equal(["ALL"], name);
            service.At("cap_add").Should().BeNull(name);
            service.At("privileged").Should().BeNull(name);
            service.Items("security_opt").Select(item => item.ToString()).Should().Contain("no-new-privileges:true", name);
            foreach (var limit in (string[])["mem_limit", "cpus", "pids_limit", "logging.options.max-size"]) service.At(limit).Should().NotBeNull("{0} has a {1}", name, limit);
            foreach (var volume in service.Items("volumes").Select(item => item.ToString()).Where(volume => volume[0] == '.'))
                volume.Should().EndWith(":ro", "{0} does not write into the checkout", name);
        }
        foreach (var container in Container.OfCompose().Where(container => container.Arguments[0] != "db"))
            Seconds(container.Node.Text("stop_grace_period")).Should().BeGreaterThanOrEqualTo(StopSeconds, container.Where);
    }

    [Fact]
    public void Pods_are_confined_limited_probed_and_given_time_to_drain()
    {
        foreach (var workload in Deployment.Workloads)
        {
            var name = workload.Text("metadata.name");
            var pod = workload.At("spec.template.spec");
            pod.At("securityContext.runAsNonRoot")!.GetValue<bool>().Should().BeTrue(name);
            pod.At("securityContext.runAsUser")!.GetValue<int>().Should().BePositive(name);
            pod.Text("securityContext.seccompProfile.type").Should().Be("RuntimeDefault", name);
            pod.At("automountServiceAccountToken")!.GetValue<bool>().Should().BeFalse(name);
            foreach (var container in pod.Items("containers")) Confined(container, name);
            if (workload.Text("kind") == "Job") continue;
            foreach (var (probe, path) in (ReadOnlySpan<(string, string)>)[("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready")])
            {
                pod.Text($"containers.0.{probe}.httpGet.path").Should().Be(path, name);
                pod.Text($"containers.0.{probe}.httpGet.port").Should().Be("operations", name);
            }
            pod.At("terminationGracePeriodSeconds")!.GetValue<int>().Should().BeGreaterThanOrEqualTo(StopSeconds, name);
            pod.Items("topologySpreadConstraints").Should().NotBeEmpty(name);
            Deployment.OfKind("PodDisruptionBudget").Should().ContainSingle(budget => Selects(budget, workload), "{0} is not taken down all at once", name);
        }
    }

    [Fact]
    public void Silos_in_pods_tell_the_others_the_pods_own_address()
    {
        foreach (var role in (string[])["core", "provider"])
            Container.OfKubernetes().Single(container => container.Where == $"kubernetes {role}").Environment["Cocoon__Cluster__Address"].Should().Be("from status.podIP");
    }

    [Fact]
    public void Kustomize_is_told_of_every_manifest() =>
        Deployment.Kustomization.Items("resources").Select(item => item.ToString()).Should().BeEquivalentTo(Checkout.Files("kubernetes", "*.yaml").Select(file => Path.GetRelativePath(Checkout.Deploy, file)));

    [Fact]
    public void Units_are_confined_restarted_and_given_time_to_drain()
    {
        var units = Unit.All().ToList();
        units.Should().HaveCount(4);
        foreach (var unit in units)
        {
            foreach (var key in (string[])["NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictNamespaces", "RestrictSUIDSGID", "LockPersonality", "DynamicUser", "ProtectKernelModules"])
                unit.Last(key).Should().Be("yes", "{0} of {1}", key, unit.Name);
            unit.Last("ProtectSystem").Should().Be("strict", unit.Name);
            unit.Last("CapabilityBoundingSet").Should().BeEmpty(unit.Name);
            unit.Last("User").Should().BeNull("{0} has a user of its own for as long as it runs", unit.Name);
            unit.Last("MemoryMax").Should().NotBeNullOrEmpty(unit.Name);
            unit.Values("LoadCredential").Should().NotBeEmpty(unit.Name).And.OnlyContain(credential => credential.Contains(":/etc/cocoon/secrets/", StringComparison.Ordinal));
            if (unit.Last("Type") == "oneshot") continue;
            unit.Last("Restart").Should().Be("always", unit.Name);
            int.Parse(unit.Last("TimeoutStopSec")!).Should().BeGreaterThanOrEqualTo(StopSeconds, unit.Name);
            unit.Values("ExecStartPre").Should().Contain(command => command.EndsWith("--check", StringComparison.Ordinal), "{0} refuses bad settings before it stops what runs", unit.Name);
        }
    }

    [Fact]
    public void No_image_is_taken_by_a_tag_that_moves()
    {
        var images = Deployment.Compose.Entries("services").Select(service => service.Value.Text("image")!)
            .Concat(Dockerfile.Read().Defaults.Values)
            .Concat(Deployment.Kustomization.Items("images").Select(image => $"{image.Text("name")}:{image.Text("newTag")}")).ToList();
        images.Should().HaveCountGreaterThan(10).And.OnlyContain(image => Tag(image).Any(char.IsAsciiDigit), "each names a version");
        Deployment.Workloads.SelectMany(workload => workload.Items("spec.template.spec.containers")).Select(container => container.Text("image"))
            .Should().OnlyContain(image => Deployment.Kustomization.Items("images").Any(tagged => tagged.Text("name") == image), "kustomization.yaml gives each image its tag");
    }

    private static void Confined(JsonNode container, string? name)
    {
        container.At("securityContext.readOnlyRootFilesystem")!.GetValue<bool>().Should().BeTrue(name);
        container.At("securityContext.allowPrivilegeEscalation")!.GetValue<bool>().Should().BeFalse(name);
        container.Items("securityContext.capabilities.drop").Select(item => item.ToString()).Should().Equal(["ALL"], name);
        foreach (var amount in (string[])["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]) container.At($"resources.{amount}").Should().NotBeNull("{0} has {1}", name, amount);
        container.Items("volumeMounts").Where(mount => mount.Text("mountPath") != "/tmp").Should().OnlyContain(mount => mount.At("readOnly")!.GetValue<bool>(), name);
    }

    private static bool Selects(JsonNode budget, JsonNode workload) =>
        JsonNode.DeepEquals(budget.At("spec.selector.matchLabels"), workload.At("spec.selector.matchLabels"));

    private static string Tag(string image) => image.LastIndexOf(':') is >= 0 and var colon ? image[colon..] : "";

    private static int Seconds(string? duration) => int.Parse(duration!.TrimEnd('s'));
}
