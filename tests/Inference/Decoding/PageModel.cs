using Cocoon.Inference.Decoding;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>
/// The pages beside a memory that holds, for each slot, the whole history that was read into it: a block written by two
/// owners, or found by the wrong prompt, shows in the first sequence that looks at its own past.
/// </summary>
internal sealed class PageModel
{
    private const int Context = 96;
    private const int MaxSequences = 4;

    private readonly int _blocks;
    private readonly KeyValuePages _pages;
    private readonly int[] _memory;
    private readonly Dictionary<int, PageModelSequence> _open = [];

    /// <summary>Numbers of all histories read so far, by the one before and the token: what may be found again.</summary>
    private readonly Dictionary<(int Before, int Token), int> _histories = [];

    private int _madeTokens = 1000;

    public PageModel(int blocks)
    {
        _blocks = blocks;
        _pages = new KeyValuePages(blocks, MaxSequences, Context);
        _memory = new int[blocks * IKeyValueStore.BlockSize];
    }

    /// <summary>Tokens that were found instead of read.</summary>
    public int Found { get; private set; }

    /// <summary>Reservations refused because memory was full.</summary>
    public int Refused { get; private set; }

    public void Play(PageCommand command)
    {
        var (number, sequence) = _open.Count == 0 ? default : _open.ElementAt(command.Which % _open.Count);
        if (sequence is null || command.Kind == 0) Open(command);
        else if (command.Kind == 1) Close(number);
        else if (command.Kind == 2) Fork(number, sequence);
        else Read(number, sequence, command.Amount);
        Check();
    }

    public void CloseAll()
    {
        foreach (var number in _open.Keys) Close(number);
        Check();
        var whole = _pages.Open([1], scope: 9);
        _pages.TryReserve(whole.Sequence, Math.Min(Context, _pages.Capacity), out _).Should().BeTrue("nothing leaks");
        _pages.Close(whole.Sequence);
    }

    private void Open(PageCommand command)
    {
        if (_open.Count == MaxSequences) return;
        // Six prompts in two scopes that begin alike and go different ways. Their blocks repeat, so that only what is before tells them apart.
        var scope = (ulong)command.Which % 2;
        int[] prompt = [.. Enumerable.Range(0, command.Amount).Select(i => i % IKeyValueStore.BlockSize + (i < 10 * (command.Which / 2) ? 0 : command.Which))];
        var start = _pages.Open(prompt, scope);

        var past = Find(scope, prompt);
        var longest = Math.Min(past.Count, prompt.Length - 1) / IKeyValueStore.BlockSize * IKeyValueStore.BlockSize;
        start.Cached.Should().BeLessThanOrEqualTo(longest, "only what was read in the same scope is found");
        if (_blocks > 200) start.Cached.Should().Be(longest, "nothing was ever given away");
        Found += start.Cached;
        _open.Add(start.Sequence, new PageModelSequence(scope, past[..start.Cached], new Queue<int>(prompt[start.Cached..])));
    }

    /// <summary>Histories of the longest beginning of a prompt that was read before.</summary>
    private List<int> Find(ulong scope, int[] prompt)
    {
        var past = new List<int>();
        foreach (var token in prompt)
        {
            if (!_histories.TryGetValue((Last(scope, past), token), out var history)) break;
            past.Add(history);
        }
        return past;
    }

    private void Close(int number)
    {
        _pages.Close(number);
        _open.Remove(number);
    }

    private void Fork(int number, PageModelSequence sequence)
    {
        if (_open.Count == MaxSequences) return;
        _open.Add(_pages.Fork(number), new PageModelSequence(sequence.Scope, [.. sequence.Past], new Queue<int>(sequence.Ahead)));
    }

    private void Read(int number, PageModelSequence sequence, int amount)
    {
        var count = Math.Min(amount, Context - sequence.Past.Count);
        var free = _pages.Capacity - _pages.Used;
        if (!_pages.TryReserve(number, count, out var copy))
        {
            Refused++;
            (count + IKeyValueStore.BlockSize).Should().BeGreaterThan(free, "memory for so many tokens and a copied block was there");
            (_pages.Capacity - _pages.Used).Should().Be(free, "a refusal changes nothing");
            return;
        }
        if (copy is { } block)
            for (var i = 0; i < IKeyValueStore.BlockSize; i++)
                _memory[block.To * IKeyValueStore.BlockSize + i] = _memory[block.From * IKeyValueStore.BlockSize + i];
        // After its prompt, a sequence reads tokens that no other reads.
        int[] tokens = [.. Enumerable.Range(0, count).Select(_ => sequence.Ahead.TryDequeue(out var token) ? token : _madeTokens++)];
        foreach (var token in tokens)
        {
            var key = (Last(sequence.Scope, sequence.Past), token);
            if (!_histories.TryGetValue(key, out var history)) _histories[key] = history = _histories.Count + 1;
            sequence.Past.Add(history);
            _memory[_pages[number].SlotOf(sequence.Past.Count - 1)] = history;
        }
        _pages.Advance(number, tokens);
    }

    private void Check()
    {
        foreach (var (number, sequence) in _open)
        {
            _pages[number].Length.Should().Be(sequence.Past.Count);
            for (var i = 0; i < sequence.Past.Count; i++)
                if (_memory[_pages[number].SlotOf(i)] != sequence.Past[i])
                    throw new InvalidOperationException($"Sequence {number} finds another's past at {i}.");
        }
        var held = _open.Keys.SelectMany(number => _pages[number].Table.ToArray()).Distinct().Count();
        _pages.Used.Should().Be(held * IKeyValueStore.BlockSize);
    }

    /// <summary>The history before a sequence's next token; at the beginning only its scope tells.</summary>
    private static int Last(ulong scope, List<int> past) => past.Count > 0 ? past[^1] : -1 - (int)scope;
}
