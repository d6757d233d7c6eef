namespace Cocoon.Deploy.Tests;

/// <summary>A test that asks a program which not every machine has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        if (OperatingSystem.IsWindows()) Skip = "What is deployed runs on Linux.";
        else if (!folders.Any(folder => File.Exists(Path.Combine(folder, tool)))) Skip = $"This machine has no {tool}; what it says about our files is not asked.";
    }
}
