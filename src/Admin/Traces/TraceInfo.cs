namespace Cocoon.Admin.Traces;

/// <summary>One trace file of the simulator.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="WrittenAt">When it was written last.</param>
/// <param name="Seed">Its seed; null when the header does not say.</param>
/// <param name="Violation">The rule that was broken; null when none was.</param>
public sealed record TraceInfo(string Name, long Bytes, DateTimeOffset WrittenAt, ulong? Seed, string? Violation);
