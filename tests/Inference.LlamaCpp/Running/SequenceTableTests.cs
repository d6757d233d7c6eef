using Cocoon.Inference.LlamaCpp.Child;
using Cocoon.Inference.LlamaCpp.Running;

namespace Cocoon.Inference.LlamaCpp.Tests.Running;

public sealed class SequenceTableTests
{
    private const int Capacity = 60;
    private const int MaxOpen = 4;
    private const int MaxKept = 3;

    /// <summary>What llama.cpp would have read, by sequence: all it is told are the table's changes.</summary>
    private readonly Dictionary<int, List<int>> _library = [];
    private readonly Dictionary<int, List<int>> _open = [];
    private readonly SequenceTable _table = new(MaxOpen, MaxKept, Capacity, contextLength: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_opened_forked_read_closed_and_lost_the_library_has_what_the_table_believes(int seed)
    {
        var random = new Random(seed);
        var (shared, refused) = (0, 0);
        for (var i = 0; i < 2_000; i++)
        {
            switch (random.Next(20))
            {
                case < 5 when _open.Count < MaxOpen:
                    var prompt = Tokens(random, random.Next(1, 20));
                    var start = _table.Open(prompt, scope: (ulong)random.Next(2));
                    start.Cached.Should().BeLessThan(prompt.Length);
                    _open.Add(start.Sequence, [.. prompt[..start.Cached]]);
                    if (start.Cached > 0) shared++;
                    break;
                case < 7 when _open.Count is > 0 and < MaxOpen:
                    var source = Pick(random);
                    _open.Add(_table.Fork(source), [.. _open[source]]);
                    break;
                case < 15 when _open.Count > 0:
                    if (!TryRead(Pick(random), Tokens(random, random.Next(1, 9)))) refused++;
                    break;
                case < 19 when _open.Count > 0:
                    var closed = Pick(random);
                    _table.Close(closed);
                    _open.Remove(closed);
                    break;
                case 19:
                    Lose();
                    break;
            }
            _table.Used.Should().BeLessThanOrEqualTo(Capacity);
        }
        shared.Should().BeGreaterThan(20);
        refused.Should().BeGreaterThan(20);
        foreach (var id in _open.Keys) _table.Close(id);
        _table.Used.Should().Be(0);
    }

    private bool TryRead(int id, int[] tokens)
    {
        if (!_table.TryReserve(id, tokens.Length)) return false;
        Apply(_table.Changes);
        _table.Changes.Clear();
        _library.GetValueOrDefault(id, []).Should().Equal(_open[id]);
        _table.Append(_table[id], tokens);
        _open[id].AddRange(tokens);
        if (!_library.TryAdd(id, [.. tokens])) _library[id].AddRange(tokens);
        CellsInUse().Should().BeLessThanOrEqualTo(Capacity);
        return true;
    }

    private void Lose()
    {
        _library.Clear();
        foreach (var (sequence, change) in _table.Restore())
        {
            if (change is { } share) Apply([share]);
            _library.TryAdd(sequence.Id, []);
            _library[sequence.Id].AddRange(sequence.Tokens.Skip(_library[sequence.Id].Count));
        }
        foreach (var (id, tokens) in _open) _library.GetValueOrDefault(id, []).Should().Equal(tokens);
    }

    private void Apply(List<SequenceChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Source >= 0)
            {
                _library.GetValueOrDefault(change.Target, []).Should().BeEmpty("a sequence is forgotten before it shares");
                _library[change.Target] = [.. _library[change.Source].Take(change.Count)];
            }
            else if (_library.TryGetValue(change.Target, out var tokens)) tokens.RemoveRange(change.Count, tokens.Count - change.Count);
        }
    }

    private int CellsInUse() => _open.Keys.SelectMany(id => _table[id].Cells).Distinct().Count();

    private static int[] Tokens(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(2))];

    private int Pick(Random random) => _open.Keys.ElementAt(random.Next(_open.Count));
}
