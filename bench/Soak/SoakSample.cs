namespace Cocoon.Bench.Soak;

/// <summary>A silo's size between two waves of jobs, after a full collection.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Jobs">Done so far.</param>
/// <param name="Managed">Bytes of managed memory.</param>
/// <param name="WorkingSet">Bytes of the process, native memory of SQLite and the runtime included.</param>
/// <param name="Grains">Grains in memory.</param>
/// <param name="File">Bytes of the state file and its log; grows with what is kept for ever.</param>
internal sealed record SoakSample(TimeSpan At, long Jobs, long Managed, long WorkingSet, int Grains, long File);
