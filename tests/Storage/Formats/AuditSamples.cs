using Cocoon.Grains.Operations;

namespace Cocoon.Storage.Tests.Formats;

internal static class AuditSamples
{
    /// <summary>The first one, full.</summary>
    public static AuditChunk Archived { get; } = Told(new AuditChunk(), AuditChunk.Size);

    /// <summary>The second chunk, just begun.</summary>
    public static AuditChunk Newest { get; } = Told(Archived.Next(), 2);

    private static AuditChunk Told(AuditChunk chunk, int entries) => Enumerable.Range(0, entries).Aggregate(chunk, (before, i) => before.Append(
        new AuditNote($"op-{i / 2}", i % 2 == 0 ? AuditPhase.Asked : AuditPhase.Done, "ann", "drain", Values.Address(3).ToString(), "new \"fans\""), Values.Time(i)).State);
}
