namespace Cocoon.Silo.Settings;

/// <summary>The settings cannot be used. The message names every problem, each with what to do, and quotes no secret.</summary>
public sealed class SettingsException(string source, IReadOnlyList<string> problems)
    : Exception($"The settings of {source} cannot be used:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"))}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
