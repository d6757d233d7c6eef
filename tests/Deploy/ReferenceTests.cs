namespace Cocoon.Deploy.Tests;

/// <summary>What files name elsewhere in the checkout is there.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Compose_mounts_and_builds_what_is_there()
    {
        var compose = Deployment.Compose;
        var mounts = compose.Entries("services").SelectMany(service => service.Value.Items("volumes")).Select(volume => volume.ToString().Split(':')[0]).Where(source => source[0] == '.');
        var configs = compose.Entries("configs").Select(config => config.Value.Text("file")!);
        foreach (var path in mounts.Concat(configs)) Path.Exists(Path.Combine(Checkout.Deploy, path)).Should().BeTrue("compose.yml names {0}", path);
        var stages = compose.Entries("services").Where(service => service.Value.At("build") != null).Select(service => service.Value.Text("build.target")!).Distinct();
        foreach (var stage in stages) Dockerfile.Read().Steps(stage).Should().NotBeEmpty("compose.yml builds {0}", stage);
    }

    [Fact]
    public void The_build_gets_what_the_Dockerfile_copies_and_what_the_program_is_made_of()
    {
        var let = Checkout.Text("Dockerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        foreach (var path in let) Path.Exists(Path.Combine(Checkout.Root, path)).Should().BeTrue("{0} is let into the build", path);
        var copied = Dockerfile.Read().Steps("core").Where(step => step.Verb == "COPY" && !step.Words.Contains("--from=", StringComparison.Ordinal)).Select(step => step.Words.Split(' ')[^2]);
        copied.Should().OnlyContain(path => let.Any(allowed => path.StartsWith(allowed, StringComparison.Ordinal)));
        let.Should().Contain("src").And.Contain("contracts/build", "compiled contracts are embedded").And.NotContain(path => path.StartsWith("tests", StringComparison.Ordinal));
    }

    [Fact]
    public void Autoscalers_go_by_meters_that_the_product_has()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*Meters.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var metrics = Deployment.OfKind("HorizontalPodAutoscaler").SelectMany(scaler => scaler.Items("spec.metrics"))
            .Select(metric => metric.Text("pods.metric.name") ?? metric.Text("external.metric.name")).OfType<string>().Distinct().ToList();
        metrics.Should().NotBeEmpty();
        foreach (var metric in metrics) sources.Should().Contain(source => source.Contains($"\"{metric.Replace('_', '.')}\"", StringComparison.Ordinal), "{0} has to be measured by somebody", metric);
        Deployment.OfKind("HorizontalPodAutoscaler").Select(scaler => scaler.Text("spec.scaleTargetRef.name")).Should().BeEquivalentTo(["core", "gateway"], "a provider is one machine");
    }
}
