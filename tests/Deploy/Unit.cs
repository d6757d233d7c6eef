namespace Cocoon.Deploy.Tests;

/// <summary>A unit of systemd with its drop-ins, read as systemd reads it: later lines add to lists, an empty value clears one.</summary>
internal sealed class Unit
{
    private readonly List<(string Section, string Key, string Value)> _lines = [];

    private Unit(string name, string instance, IEnumerable<string> files)
    {
        Name = name;
        Instance = instance;
        foreach (var file in files) Add(file);
    }

    /// <summary>File name, with the instance filled in.</summary>
    public string Name { get; }

    /// <summary>What stands for %i; empty for units that are no templates.</summary>
    public string Instance { get; }

    public IReadOnlyList<(string Section, string Key, string Value)> Lines => _lines;

    /// <summary>Every unit, templates once for each instance that has drop-ins.</summary>
    public static IEnumerable<Unit> All()
    {
        foreach (var file in Checkout.Files("systemd", "*.service"))
        {
            var name = Path.GetFileName(file);
            if (!name.Contains('@', StringComparison.Ordinal))
            {
                yield return new Unit(name, "", [file]);
                continue;
            }
            var folders = Directory.GetDirectories(Path.GetDirectoryName(file)!, name.Replace(".service", "*.service.d", StringComparison.Ordinal));
            foreach (var folder in folders.Order(StringComparer.Ordinal))
            {
                var instance = Path.GetFileName(folder).Split('@', '.')[1];
                yield return new Unit(name.Replace("@", $"@{instance}", StringComparison.Ordinal), instance, [file, .. Directory.GetFiles(folder, "*.conf").Order(StringComparer.Ordinal)]);
            }
        }
    }

    public IEnumerable<string> Values(string key) => _lines.Where(line => line.Key == key && line.Value.Length > 0).Select(line => line.Value);

    /// <summary>The value in force of a key that takes one; null when it is not set, empty when it is set to nothing.</summary>
    public string? Last(string key) => _lines.LastOrDefault(line => line.Key == key).Value;

    public Dictionary<string, string> Environment() => Values("Environment").SelectMany(value => value.Split(' ')).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private void Add(string file)
    {
        var section = "";
        foreach (var line in File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[') section = line;
            else
            {
                var (key, value) = (line.Split('=')[0], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                section.Should().NotBeEmpty($"'{line}' of {file} stands in a section");
                key.Should().MatchRegex("^[A-Z][A-Za-z]+$", $"'{line}' of {file} sets something");
                _lines.Add((section, key, value));
            }
        }
    }
}
