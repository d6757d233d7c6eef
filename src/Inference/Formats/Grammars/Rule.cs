using System.Text;

namespace Cocoon.Inference.Formats.Grammars;

/// <summary>
/// What text may be written: a context-free grammar over symbols, which are the 256 bytes and, above them, tokens that
/// have no text of their own. Immutable, but for a reference that waits for its definition; compared by identity.
/// </summary>
internal sealed class Rule
{
    /// <summary>The token that opens a tool call.</summary>
    public const int CallOpen = 256;

    /// <summary>The token that closes a tool call.</summary>
    public const int CallClose = 257;

    /// <summary>Number of symbols.</summary>
    public const int Symbols = 258;

    /// <summary>No upper limit of a repetition.</summary>
    public const int Unlimited = int.MaxValue;

    public static readonly Rule Empty = new(RuleKind.Sequence);

    private static readonly Rule[] Singles = [.. Enumerable.Range(0, Symbols).Select(symbol => OfSymbols(other => other == symbol))];

    private readonly bool[] _symbols = [];

    private Rule(RuleKind kind, params Rule[] parts) => (Kind, Parts) = (kind, parts);

    private Rule(bool[] symbols)
        : this(RuleKind.Symbol) => _symbols = symbols;

    public RuleKind Kind { get; }

    public IReadOnlyList<Rule> Parts { get; private set; }

    /// <summary>Fewest repetitions.</summary>
    public int Least { get; private init; }

    /// <summary>Most repetitions.</summary>
    public int Most { get; private init; }

    public static Rule Single(int symbol) => Singles[symbol];

    public static Rule Range(int first, int last) => OfSymbols(symbol => symbol >= first && symbol <= last);

    public static Rule OfSymbols(Func<int, bool> isMember) => new([.. Enumerable.Range(0, Symbols).Select(isMember)]);

    /// <summary>Exactly this text, in UTF-8.</summary>
    public static Rule Text(string text) => Sequence([.. Encoding.UTF8.GetBytes(text).Select(value => Single(value))]);

    public static Rule Sequence(params Rule[] parts) => parts.Length == 1 ? parts[0] : new Rule(RuleKind.Sequence, parts);

    public static Rule AnyOf(params Rule[] parts) => parts.Length == 1 ? parts[0] : new Rule(RuleKind.AnyOf, parts);

    /// <param name="part">What is repeated; must not be empty itself.</param>
    /// <param name="least">Fewest times.</param>
    /// <param name="most">Most times, or <see cref="Unlimited"/>.</param>
    public static Rule Repeat(Rule part, int least, int most) => new(RuleKind.Repeat, part) { Least = least, Most = most };

    public static Rule Optional(Rule part) => AnyOf(part, Empty);

    /// <summary>A rule whose content comes later, by <see cref="Define"/>.</summary>
    public static Rule Declare() => new(RuleKind.Reference);

    public void Define(Rule content) => Parts = [content];

    /// <summary>Whether a symbol is one of this rule's; false for rules that are no set of symbols.</summary>
    public bool Has(int symbol) => _symbols.Length != 0 && _symbols[symbol];
}
