namespace Cocoon.Core.Tests.Models;

/// <summary>The answers that the rules allow. Where several rules refuse, any of them may be named.</summary>
internal readonly record struct Expected
{
    private readonly string[] _words;

    private Expected(params string[] words) => _words = words;

    public static Expected Changed { get; } = new("changed");

    public static Expected Same { get; } = new("same");

    public static Expected ChangedIf(bool changes) => changes ? Changed : Same;

    public static Expected Refused(params IEnumerable<RefusalCode> codes) => new([.. codes.Select(code => code.ToString())]);

    public static Expected Breaks(string invariant) => new($"breaks {invariant}");

    public bool IsRefusal => _words[0] is not ("changed" or "same") && !_words[0].StartsWith("breaks", StringComparison.Ordinal);

    /// <summary>Takes the real step and holds its answer against this.</summary>
    /// <returns>The real state afterwards.</returns>
    public TState Holds<TState>(TState before, Func<TState, Step<TState>> take) where TState : class
    {
        var (answer, after) = Take(before, take);
        return _words.Contains(answer) ? after : throw new ModelException($"expected {this}, was {answer}");
    }

    public override string ToString() => string.Join(" or ", _words);

    private static (string Answer, TState After) Take<TState>(TState before, Func<TState, Step<TState>> take) where TState : class
    {
        try
        {
            var step = take(before);
            if (step.Refusal is { } refusal) return (refusal.Code.ToString(), before);
            return (step.Changed ? "changed" : "same", step.State);
        }
        catch (InvariantViolationException broken)
        {
            return ($"breaks {broken.Invariant}", before);
        }
    }
}
