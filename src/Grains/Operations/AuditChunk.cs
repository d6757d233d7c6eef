using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Operations;

/// <summary>A stretch of the audit log: what one stored record holds. Full ones never change.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.audit-chunk")]
public sealed record AuditChunk
{
    /// <summary>Entries of a full chunk.</summary>
    public const int Size = 200;

    /// <summary>Position among the chunks, from 0.</summary>
    [Id(0)] public long Index { get; init; }

    /// <summary>Hash of the last entry of the chunk before; empty for the first.</summary>
    [Id(1)] public HexBytes Previous { get; init; }

    [Id(2)] public ImmutableList<AuditEntry> Entries { get; init; } = [];

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Hash of the newest entry: what the next one names.</summary>
    public HexBytes Head => Entries.IsEmpty ? Previous : Entries[^1].Hash;

    public bool IsFull => Entries.Count >= Size;

    /// <summary>The number of the first entry whose place or words do not fit the chain; null when all fit.</summary>
    public long? FirstBroken()
    {
        var previous = Previous;
        for (var i = 0; i < Entries.Count; i++)
        {
            var number = Index * Size + i;
            if (!Entries[i].Follows(number, previous)) return number;
            previous = Entries[i].Hash;
        }
        return null;
    }

    /// <summary>Adds an entry; the same operation and phase again changes nothing.</summary>
    public Step<AuditChunk> Append(AuditNote note, DateTimeOffset at)
    {
        if (Find(note) is not null) return Step<AuditChunk>.Stay(this);
        Invariant.Require(!IsFull, "audit", "an entry was added to a full chunk");
        return Step<AuditChunk>.To(this with { Entries = Entries.Add(AuditEntry.Next(note, Index * Size + Entries.Count, Head, at)) });
    }

    /// <summary>The empty chunk after this one.</summary>
    public AuditChunk Next() => new() { Index = Index + 1, Previous = Head };

    /// <summary>The entry that a note led to; null when it has led to none here.</summary>
    public AuditEntry? Find(AuditNote note) => Entries.FindLast(entry => entry.Note.Operation == note.Operation && entry.Note.Phase == note.Phase);
}
