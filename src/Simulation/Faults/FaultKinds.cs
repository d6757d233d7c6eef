using System.Text;

namespace Cocoon.Simulation.Faults;

/// <summary>The names of faults in plans, traces and reports: "call-dropped", "chain-reorganised" …</summary>
public static class FaultKinds
{
    public static IReadOnlyList<FaultKind> All { get; } = Enum.GetValues<FaultKind>();

    private static readonly string[] Names = [.. All.Select(kind => Kebab(kind.ToString()))];

    public static string Name(FaultKind kind) => Names[(int)kind];

    /// <exception cref="FormatException">There is no such fault; the message lists what there is.</exception>
    public static FaultKind Parse(string name) => Array.IndexOf(Names, name) is >= 0 and var index
        ? (FaultKind)index
        : throw new FormatException($"'{name}' is not a fault. There are: {string.Join(", ", Names)}.");

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
