using System.CommandLine;
using System.Reflection;

namespace Cocoon.Deploy.Tests;

public sealed class CommandTests
{
    private static readonly RootCommand Tool = Commands();

    public static TheoryData<string> CommandLines => new(Container.All().Select(container => string.Join(' ', container.Arguments)).Distinct());

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Every_command_line_is_one_that_the_tool_takes(string arguments)
    {
        var parsed = Tool.Parse(arguments);
        parsed.Errors.Select(error => error.Message).Should().BeEmpty("something runs `cocoon {0}`", arguments);
        parsed.CommandResult.Command.Subcommands.Should().BeEmpty("`cocoon {0}` is a whole command", arguments);
    }

    [Fact]
    public void Every_role_and_the_migration_are_started_by_compose_kubernetes_and_systemd()
    {
        string[] all = ["silo --config /etc/cocoon/core.json", "silo --config /etc/cocoon/provider.json", "gateway --config /etc/cocoon/gateway.json", "db migrate --config /etc/cocoon/core.json"];
        foreach (var containers in (IEnumerable<Container>[])[Container.OfCompose(), Container.OfKubernetes(), Container.OfSystemd()])
            containers.Select(container => string.Join(' ', container.Arguments)).Should().Contain(all);
    }

    /// <summary>The tool's commands, which its Program puts together.</summary>
    private static RootCommand Commands()
    {
        var root = new RootCommand();
        var creators = Assembly.Load("cocoon").GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType == typeof(Command) && !method.IsGenericMethod && method.GetParameters().Length == 0);
        foreach (var create in creators) root.Add((Command)create.Invoke(null, null)!);
        return root;
    }
}
