using System.Reflection;
using System.Text.RegularExpressions;

namespace Cocoon.Versions.Tests.Contracts;

/// <summary>The OrleansContracts.txt of one project, and what today's code says instead.</summary>
internal sealed partial class ContractFile(string project, Assembly assembly)
{
    private const string Retired = "*RETIRED* ";

    /// <summary>Every project that other processes or stored records depend on.</summary>
    public static IReadOnlyDictionary<string, ContractFile> All { get; } = new[]
    {
        new ContractFile("Core", typeof(Refusal).Assembly),
        new ContractFile("Grains", typeof(Grains.Stores).Assembly),
        new ContractFile("Storage", typeof(Storage.StoreException).Assembly),
        new ContractFile("Telemetry", typeof(Telemetry.Events.RecentEvents).Assembly),
    }.ToDictionary(file => file.Project, StringComparer.Ordinal);

    public string Project { get; } = project;

    public static Assembly AssemblyOf(string project) => All[project]._assembly;

    private readonly Assembly _assembly = assembly;

    private string FilePath { get; } = Path.Combine(Root(), "src", project, "OrleansContracts.txt");

    public static string Root()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return home;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cocoon.Orleans.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside their checkout; set COCOON_HOME to it.");
    }

    /// <summary>What was promised and is not so any more, and what today's code has and the file does not.</summary>
    public (IReadOnlyList<string> Broken, IReadOnlyList<string> New) Compare() => Compare(Committed(), ContractText.Of(_assembly));

    public static (IReadOnlyList<string> Broken, IReadOnlyList<string> New) Compare(string committed, string today)
    {
        var (promised, present) = (Facts(committed), Facts(today));
        var broken = promised.Where(fact => IsBroken(fact.Key, fact.Value, present)).Select(fact => fact.Key).ToList();
        return (broken, present.Where(fact => !promised.TryGetValue(fact.Key, out var version) || version < fact.Value).Select(fact => fact.Key).ToList());
    }

    /// <summary>Adds what is new. What is broken has to be taken out by hand first, so that nobody breaks it by the way.</summary>
    public IReadOnlyList<string> Write()
    {
        var (broken, _) = Compare();
        if (broken.Count > 0) return broken;
        var retired = Committed().Split('\n').Where(line => line.StartsWith(Retired, StringComparison.Ordinal));
        File.WriteAllText(FilePath, string.Join("\n", [ContractText.Of(_assembly), .. retired]));
        return [];
    }

    private static bool IsBroken(string fact, int version, Dictionary<string, int> present) =>
        fact.StartsWith(Retired, StringComparison.Ordinal) ? present.ContainsKey(fact[Retired.Length..]) : !present.TryGetValue(fact, out var today) || today < version;

    /// <summary>Each line with the block that it stands in; the value is an interface's version, and 0 for all else.</summary>
    private static Dictionary<string, int> Facts(string text)
    {
        var facts = new Dictionary<string, int>(StringComparer.Ordinal);
        var block = "";
        foreach (var line in text.Split('\n').Where(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith('#')))
        {
            var version = VersionPattern().Match(line);
            var fact = VersionPattern().Replace(line, "").TrimEnd();
            if (char.IsWhiteSpace(line[0])) fact = $"{block}: {fact.Trim()}";
            else block = fact;
            facts[fact] = version.Success ? int.Parse(version.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
        }
        return facts;
    }

    private string Committed() => File.Exists(FilePath) ? File.ReadAllText(FilePath) : "";

    [GeneratedRegex(@" \[Version\((\d+)\)\]$")]
    private static partial Regex VersionPattern();
}
