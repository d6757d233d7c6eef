namespace Cocoon.Attestation.Machine;

/// <summary>Runs a program of this machine. Exists so that tests need no such program.</summary>
internal interface IToolRunner
{
    /// <summary>Runs a program to its end, or to the runner's time limit.</summary>
    /// <returns>Null when there is no such program.</returns>
    Task<ToolResult?> Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
