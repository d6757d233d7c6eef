using System.Collections.Immutable;
using System.Text.Json;
using Cocoon.Admin.Actions;
using Cocoon.Grains.Operations;

namespace Cocoon.Admin.Tests.Operations;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static AuditNote Note(int i) => new($"op{i}", AuditPhase.Asked, "ann", "drain", "0:00", "because");

    private static ImmutableArray<AuditChunk> Log(int entries)
    {
        var chunks = new List<AuditChunk> { new() };
        for (var i = 0; i < entries; i++)
        {
            if (chunks[^1].IsFull) chunks.Add(chunks[^1].Next());
            chunks[^1] = chunks[^1].Append(Note(i), At.AddSeconds(i)).State;
        }
        return [.. chunks];
    }

    [Fact]
    public void A_log_that_nobody_touched_is_unbroken_across_chunks()
    {
        var log = Log(2 * AuditChunk.Size + 5);

        AuditTrail.Broken(log).Should().BeNull();
        log.SelectMany(chunk => chunk.Entries).Select(entry => entry.Number).Should().Equal(Enumerable.Range(0, 405).Select(i => (long)i));
    }

    [Fact]
    public void Whatever_is_changed_taken_away_or_swapped_shows()
    {
        var log = Log(AuditChunk.Size + 5);
        var first = log[0];

        AuditTrail.Broken([first with { Entries = first.Entries.SetItem(7, first.Entries[7] with { Note = Note(7) with { Who = "eve" } }) }, log[1]]).Should().Contain("Entry 7");
        AuditTrail.Broken([first with { Entries = first.Entries.RemoveAt(7) }, log[1]]).Should().Contain("Entry 7");
        AuditTrail.Broken([first with { Entries = first.Entries.RemoveAt(199) }, log[1]]).Should().NotBeNull();
        AuditTrail.Broken([first, log[1] with { Entries = log[1].Entries.RemoveAt(0) }]).Should().NotBeNull();
        AuditTrail.Broken([log[1], first]).Should().NotBeNull();
    }

    [Fact]
    public void The_same_operation_is_written_once_for_each_phase()
    {
        var chunk = Log(1)[0];

        chunk.Append(Note(0), At.AddDays(1)).Changed.Should().BeFalse();
        chunk.Append(Note(0) with { Phase = AuditPhase.Done }, At.AddDays(1)).Changed.Should().BeTrue();
        chunk.Append(Note(1) with { Detail = new string('x', 5_000) }, At).State.Entries[^1].Note.Detail.Should().HaveLength(AuditNote.MaxText);
    }

    [Fact]
    public void Entries_stored_by_version_0_2_are_read_for_ever()
    {
        const string stored = """{"Index":0,"Previous":"","Entries":[{"Number":0,"At":"2026-11-21T12:00:00+00:00","Note":{"Operation":"op0","Phase":1,"Who":"ann","Action":"drain","Target":"0:00","Detail":"because"},"Previous":"","Hash":"HASH"}]}""";
        var entry = Log(1)[0].Entries[0];

        entry.Hash.ToString().Should().Be(Known, "a change of the hash would make every stored log look broken");
        var chunk = JsonSerializer.Deserialize<AuditChunk>(stored.Replace("HASH", Known, StringComparison.Ordinal))!;
        chunk.FirstBroken().Should().BeNull();
        chunk.Entries.Should().ContainSingle().Which.Note.Should().Be(entry.Note);
    }

    private const string Known = "a3c88a9bee82138efc29d85ba7da5738e41e000416bb2c984b8849d622e625a0";
}
