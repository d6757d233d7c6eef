using Cocoon.Attestation.Policy;
using Cocoon.Silo.Settings;

namespace Cocoon.Deploy.Tests;

public sealed class SettingsTests
{
    private static readonly HashSet<string> Known = Names(typeof(CocoonSettings), CocoonSettings.Section).ToHashSet(StringComparer.Ordinal);

    public static TheoryData<string> Samples => ["core.json", "provider.json", "gateway.json"];

    [Fact]
    public void Every_variable_is_a_setting()
    {
        var variables = Container.All().SelectMany(container => container.Environment.Keys.Select(key => (container.Where, Key: key)))
            .Where(variable => variable.Key.StartsWith("Cocoon", StringComparison.OrdinalIgnoreCase)).ToList();
        variables.Should().HaveCountGreaterThan(20);
        variables.Where(variable => !Known.Contains(variable.Key.Replace("__", ":", StringComparison.Ordinal))).Should().BeEmpty("these are no settings");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_key_of_a_sample_is_a_setting(string file) =>
        Checkout.Json("config", file).Scalars().Select(scalar => Generic(scalar.Path)).Where(path => !Known.Contains(path)).Should().BeEmpty("these are no settings");

    [Fact]
    public void The_sample_policy_is_a_policy_that_lets_nobody_in()
    {
        var policy = PolicyJson.Parse(File.ReadAllBytes(Path.Combine(Checkout.Deploy, "config", "policy.json")));
        policy.AllowSimulated.Should().BeFalse();
        policy.Images.Should().BeEmpty("the images that count are for the market to name");
    }

    [Fact]
    public void Secrets_come_from_files_and_each_file_is_given()
    {
        foreach (var container in Container.All())
            foreach (var (key, value) in container.Environment)
            {
                key.Should().NotMatchRegex("(?i)(password|secret|token|apikey|seed)$", "a secret's value has no place in {0}", container.Where);
                if (!key.EndsWith("File", StringComparison.Ordinal)) continue;
                value.Should().MatchRegex("^(/run/secrets/|%d/)", "{0} of {1} is a file that is given as a secret", key, container.Where);
                Given(container).Should().Contain(value.Split('/')[^1], "{0} of {1} has to be there", key, container.Where);
            }
    }

    /// <summary>Names of the secrets that a program gets.</summary>
    private static IEnumerable<string> Given(Container container)
    {
        if (container.Where.StartsWith("compose", StringComparison.Ordinal)) return container.Node.Items("secrets").Select(secret => secret.ToString());
        if (container.Where.StartsWith("kubernetes", StringComparison.Ordinal)) return SecretsOfKubernetes(container);
        return Unit.All().Where(unit => container.Where == $"systemd {unit.Name}").SelectMany(unit => unit.Values("LoadCredential")).Select(credential => credential.Split(':')[0]);
    }

    /// <summary>A pod gets all of one Secret; docs/deploy.md says with which names it is made.</summary>
    private static IEnumerable<string> SecretsOfKubernetes(Container container)
    {
        var workload = Deployment.Workloads.Single(candidate => container.Where == $"kubernetes {candidate.Text("metadata.name")}");
        var secret = workload.Items("spec.template.spec.volumes").Select(volume => volume.Text("secret.secretName")).Single(name => name is not null);
        var made = File.ReadLines(Path.Combine(Checkout.Root, "docs", "deploy.md")).Single(line => line.Contains($"create secret generic {secret} ", StringComparison.Ordinal));
        return made.Split(' ').Where(word => word.StartsWith("--from-file=", StringComparison.Ordinal)).Select(word => word.Split('/')[^1]);
    }

    private static string Generic(string path) => string.Join(':', path.Split(':').Where(step => !int.TryParse(step, out _)));

    /// <summary>All names below a type, lists without their indexes.</summary>
    private static IEnumerable<string> Names(Type type, string path)
    {
        if (type.IsGenericType) return Names(type.GetGenericArguments()[^1], path);
        var isSection = type.Namespace == typeof(CocoonSettings).Namespace && !type.IsEnum;
        return isSection ? type.GetProperties().SelectMany(property => Names(property.PropertyType, $"{path}:{property.Name}")) : [path];
    }
}
