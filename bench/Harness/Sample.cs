namespace Cocoon.Bench.Harness;

/// <summary>What one repeat did.</summary>
/// <param name="Operations">How many.</param>
/// <param name="Elapsed">In how long.</param>
/// <param name="Cpu">Processor time of this process meanwhile, of all its threads; on a busy machine it says more than the clock.</param>
/// <param name="Writes">Records written to the store meanwhile; 0 when the store does not tell.</param>
/// <param name="Commits">Transactions of the store meanwhile; 0 when it does not tell.</param>
internal readonly record struct Sample(long Operations, TimeSpan Elapsed, TimeSpan Cpu, long Writes = 0, long Commits = 0)
{
    public double PerSecond => Operations / Elapsed.TotalSeconds;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Operations;
}
