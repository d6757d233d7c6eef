using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cocoon.Deploy.Tests;

/// <summary>As much of deploy/Dockerfile as the checks need.</summary>
internal sealed partial class Dockerfile
{
    private readonly List<(string Name, string Base, List<(string Verb, string Words)> Steps)> _stages = [];

    private Dockerfile(string text)
    {
        foreach (var line in Continuation().Replace(text, " ").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('#')) continue;
            var (verb, rest) = (line.Split(' ')[0], line[line.IndexOf(' ')..].Trim());
            if (verb == "FROM")
            {
                var words = rest.Split(' ');
                _stages.Add((words[2], words[0], []));
            }
            else if (_stages.Count > 0) _stages[^1].Steps.Add((verb, rest));
            else if (rest.Contains('=', StringComparison.Ordinal)) Defaults.Add(rest.Split('=')[0], rest[(rest.IndexOf('=') + 1)..]);
        }
    }

    /// <summary>ARGs before the first stage: the images that others stand on.</summary>
    public Dictionary<string, string> Defaults { get; } = [];

    public static Dockerfile Read() => new(Checkout.Text("Dockerfile"));

    /// <summary>All steps of a stage with those of the stages it is made from, the first one first.</summary>
    public IReadOnlyList<(string Verb, string Words)> Steps(string stage)
    {
        var found = _stages.Single(candidate => candidate.Name == stage);
        return _stages.Exists(candidate => candidate.Name == found.Base) ? [.. Steps(found.Base), .. found.Steps] : found.Steps;
    }

    /// <summary>The last word of a stage on something, such as USER.</summary>
    public string? Last(string stage, string verb) => Steps(stage).LastOrDefault(step => step.Verb == verb).Words;

    /// <summary>What a stage gives to `cocoon` when nobody says otherwise.</summary>
    public IReadOnlyList<string> Command(string stage) => JsonSerializer.Deserialize<string[]>(Last(stage, "CMD")!)!;

    public IReadOnlyList<int> Ports(string stage) => [.. Last(stage, "EXPOSE")!.Split(' ').Select(int.Parse)];

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();
}
