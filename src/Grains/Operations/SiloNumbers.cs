namespace Cocoon.Grains.Operations;

/// <summary>A silo's process at one moment.</summary>
/// <param name="StartedAt">Start of the process.</param>
/// <param name="At">When this was read.</param>
/// <param name="CpuTime">Processor time used so far, all cores together.</param>
/// <param name="Cores">Cores that it may use.</param>
/// <param name="WorkingSetBytes">Memory of the process.</param>
/// <param name="HeapBytes">Managed memory in use.</param>
/// <param name="Threads">Threads of the pool.</param>
/// <param name="QueuedWork">Work items that wait for one.</param>
/// <param name="InvariantViolations">Assertions of the ledger that failed since the start; anything but 0 is an incident.</param>
[GenerateSerializer, Immutable, Alias("cocoon.silo-numbers")]
public sealed record SiloNumbers(
    [property: Id(0)] DateTimeOffset StartedAt,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] TimeSpan CpuTime,
    [property: Id(3)] int Cores,
    [property: Id(4)] long WorkingSetBytes,
    [property: Id(5)] long HeapBytes,
    [property: Id(6)] int Threads,
    [property: Id(7)] long QueuedWork,
    [property: Id(8)] long InvariantViolations);
