namespace Cocoon.Conformance.Tests;

/// <summary>One line of a script: a check and how it went.</summary>
internal sealed record NodeCheck(string Name, bool Ok, string? Why = null);
