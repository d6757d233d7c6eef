namespace Cocoon.Attestation.Machine;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; null when it ran past the time limit and was ended.</param>
/// <param name="Output">What it wrote, cut at the runner's limit.</param>
internal sealed record ToolResult(int? ExitCode, string Output)
{
    public bool IsSuccess => ExitCode == 0;
}
