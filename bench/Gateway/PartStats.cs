namespace Cocoon.Bench.Gateway;

/// <summary>What a process of ours says of itself.</summary>
/// <param name="Allocated">Bytes since its start.</param>
/// <param name="Heap">Bytes on the heap now.</param>
internal sealed record PartStats(long Allocated, long Heap);
