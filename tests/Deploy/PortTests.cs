using Cocoon.Silo.Settings;

namespace Cocoon.Deploy.Tests;

/// <summary>One port has one number in every file.</summary>
public sealed class PortTests
{
    private static readonly ClusterSettings Cluster = new();
    private static readonly int Operations = new Uri(new OperationsSettings().Listen).Port;
    private static readonly int Http = new Uri(new GatewaySettings().Listen).Port;

    /// <summary>What a role listens on.</summary>
    private static readonly Dictionary<string, int[]> Listens = new()
    {
        ["core"] = [Cluster.SiloPort, Cluster.GatewayPort, Operations],
        ["provider"] = [Cluster.SiloPort, Operations],
        ["gateway"] = [Http, Operations],
    };

    [Fact]
    public void Images_and_pods_open_what_their_role_listens_on()
    {
        foreach (var (role, ports) in Listens)
        {
            Dockerfile.Read().Ports(role).Should().BeEquivalentTo(ports, "the image {0} exposes them", role);
            Deployment.Workloads.Single(workload => workload.Text("metadata.name") == role).Items("spec.template.spec.containers.0.ports")
                .Select(port => port.At("containerPort")!.GetValue<int>()).Should().BeEquivalentTo(ports, "the pod of {0} names them", role);
        }
    }

    [Fact]
    public void What_a_container_listens_on_is_what_others_expect()
    {
        foreach (var container in Container.OfCompose().Concat(Container.OfKubernetes()))
            foreach (var (key, value) in container.Environment.Where(variable => variable.Key.EndsWith("__Listen", StringComparison.Ordinal)))
                new Uri(value).Port.Should().Be(key.Contains("Gateway", StringComparison.Ordinal) ? Http : Operations, "{0} of {1}", key, container.Where);
        foreach (var file in (string[])["core.json", "provider.json", "gateway.json"])
        {
            var settings = Checkout.Json("config", file);
            (settings.At("Cocoon.Cluster.SiloPort")?.GetValue<int>() ?? Cluster.SiloPort).Should().Be(Cluster.SiloPort, file);
            (settings.At("Cocoon.Cluster.GatewayPort")?.GetValue<int>() ?? Cluster.GatewayPort).Should().Be(Cluster.GatewayPort, file);
        }
    }

    [Fact]
    public void Compose_publishes_on_loopback_only_and_never_a_silo_port_or_the_database()
    {
        foreach (var (name, service) in Deployment.Compose.Entries("services"))
            foreach (var port in service.Items("ports").Select(port => port.ToString()))
            {
                port.Should().StartWith("127.0.0.1:", "{0} is for this machine", name);
                int.Parse(port.Split(':')[^1]).Should().NotBe(Cluster.SiloPort).And.NotBe(Cluster.GatewayPort).And.NotBe(5432, "{0} keeps it in its network", name);
            }
        Deployment.Compose.At("networks.cluster.internal")!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public void Prometheus_scrapes_every_process_on_its_operations_port()
    {
        var scraped = Checkout.Yaml(Path.Combine(Checkout.Deploy, "config", "prometheus.yml")).Single().Items("scrape_configs")
            .SelectMany(job => job.Items("static_configs.0.targets")).Select(target => target.ToString());
        var processes = Container.OfCompose().Where(container => container.Arguments[0] != "db").Select(container => $"{container.Where.Split(' ')[1]}:{Operations}");
        scraped.Should().BeEquivalentTo(processes);
    }

    [Fact]
    public void Network_policies_let_only_our_roles_to_silo_ports()
    {
        var policies = Deployment.OfKind("NetworkPolicy").ToList();
        policies.Should().Contain(policy => policy.At("spec.podSelector")!.AsObject().Count == 0 && policy.At("spec.ingress") == null && policy.At("spec.egress") == null, "what is not named is shut");
        foreach (var rule in policies.SelectMany(policy => policy.Items("spec.ingress")))
        {
            var ports = rule.Items("ports").Select(port => port.At("port")!.GetValue<int>()).ToList();
            ports.Should().NotBeEmpty("a rule without ports opens all of them");
            if (!ports.Contains(Cluster.SiloPort) && !ports.Contains(Cluster.GatewayPort)) continue;
            var from = rule.Items("from").ToList();
            from.Should().NotBeEmpty("a rule without a source lets everybody in");
            from.Should().OnlyContain(peer => peer.At("podSelector") != null && peer.At("ipBlock") == null && peer.At("namespaceSelector") == null, "silo ports are for pods of ours");
        }
    }
}
