using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Telemetry.Tests;

/// <summary>Log lines can be told apart by their event ids, over all of our programs.</summary>
public sealed class LogEventTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static List<(int Id, string Method)> Events { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("Cocoon.", StringComparison.Ordinal) || name == "cocoon.dll") && !name.Contains("Tests", StringComparison.Ordinal))
            .SelectMany(file => Assembly.LoadFrom(file).GetTypes())
            .SelectMany(type => type.GetMethods(All))
            .SelectMany(method => method.GetCustomAttributes<LoggerMessageAttribute>().Select(message => (message.EventId, $"{method.DeclaringType!.FullName}.{method.Name}"))),
    ];

    [Fact]
    public void Every_log_line_has_an_event_id_of_its_own()
    {
        Events.Should().HaveCountGreaterThan(20, "the assemblies of the whole program are looked at");
        Events.Should().OnlyContain(one => one.Id > 0);
        Events.GroupBy(one => one.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => one.Method))}").Should().BeEmpty();
    }
}
