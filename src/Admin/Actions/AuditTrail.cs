using System.Collections.Immutable;
using Cocoon.Grains.Operations;

namespace Cocoon.Admin.Actions;

/// <summary>Reads the audit log back, and checks the chain that holds it together.</summary>
internal sealed class AuditTrail(IGrainFactory grains)
{
    /// <summary>Full chunks read at most, the newest ones: 10,000 entries.</summary>
    public const int MaxChunks = 50;

    /// <returns>The newest chunk and the full ones before it, oldest first, and what is wrong with them; null when all fits.</returns>
    public async Task<(ImmutableArray<AuditChunk> Chunks, string? Broken)> Read()
    {
        var newest = await grains.AuditLog().Newest();
        var first = Math.Max(0, newest.Index - MaxChunks);
        var archived = await Task.WhenAll(Enumerable.Range(0, (int)(newest.Index - first)).Select(i => grains.AuditArchive(first + i).View()));
        if (Array.FindIndex(archived, chunk => chunk is null) is >= 0 and var missing)
            return ([.. archived.OfType<AuditChunk>(), newest], $"Chunk {first + missing} is missing: entries were removed.");
        ImmutableArray<AuditChunk> chunks = [.. archived.OfType<AuditChunk>(), newest];
        return (chunks, Broken(chunks));
    }

    /// <summary>What is wrong with chunks that should follow each other; null when all fits.</summary>
    public static string? Broken(ImmutableArray<AuditChunk> chunks)
    {
        for (var i = 0; i < chunks.Length; i++)
        {
            if (chunks[i].FirstBroken() is { } number) return $"Entry {number} is not the one that was written, or entries before it were removed.";
            if (i > 0 && chunks[i].Previous.ToString() != chunks[i - 1].Head.ToString()) return $"Chunk {chunks[i].Index} does not follow the one before it: entries were removed.";
            if (i < chunks.Length - 1 && !chunks[i].IsFull) return $"Chunk {chunks[i].Index} is not full: entries were removed.";
        }
        return null;
    }
}
