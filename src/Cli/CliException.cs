namespace Cocoon.Cli;

/// <summary>A failure to show a person: one sentence of what is wrong and what to do.</summary>
internal sealed class CliException(string message) : Exception(message);
