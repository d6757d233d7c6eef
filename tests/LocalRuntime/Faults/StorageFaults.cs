using System.Collections.Concurrent;

namespace Cocoon.LocalRuntime.Tests.Faults;

/// <summary>Faults that tests have ordered, by grain key and operation ("read", "write" or "clear"), each used up by one operation.</summary>
public static class StorageFaults
{
    private static readonly ConcurrentDictionary<(string Key, string Operation), ConcurrentQueue<StorageFault>> Orders = new();

    public static void Order(string key, string operation, StorageFault fault) => Orders.GetOrAdd((key, operation), _ => new()).Enqueue(fault);

    public static StorageFault? Take(string key, string operation) =>
        Orders.TryGetValue((key, operation), out var queue) && queue.TryDequeue(out var fault) ? fault : null;
}
