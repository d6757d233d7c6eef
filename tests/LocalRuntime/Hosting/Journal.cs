using System.Collections.Concurrent;

namespace Cocoon.LocalRuntime.Tests.Hosting;

/// <summary>What grains did, by key, in order.</summary>
public static class Journal
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Entries = new();

    public static void Write(string key, string entry) => Entries.GetOrAdd(key, _ => new()).Enqueue(entry);

    public static string[] Read(string key) => Entries.TryGetValue(key, out var entries) ? [.. entries] : [];
}
