namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>One change of one source file.</summary>
/// <param name="File">Below the checkout, "src/Project/...".</param>
/// <param name="Old">Text that stands in the file exactly once.</param>
/// <param name="New">What takes its place.</param>
public sealed record Edit(string File, string Old, string New)
{
    /// <summary>The project's folder under src, such as "Core".</summary>
    public string Project => File.Split('/')[1];

    /// <exception cref="InvalidOperationException">The source has moved on: the text is not there, or not once.</exception>
    public string Apply(string source)
    {
        var found = source.Split(Old).Length - 1;
        return found == 1
            ? source.Replace(Old, New, StringComparison.Ordinal)
            : throw new InvalidOperationException($"A seeded bug changes a text that {File} has {found} times instead of once. Adapt the bug to the source: {Old}");
    }
}
