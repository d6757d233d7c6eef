namespace Cocoon.Inference.Chat;

/// <summary>
/// Tells thoughts from answers in one stream: by tokens where the vocabulary has them, else by text. White space next to the
/// marks belongs to neither. Not thread-safe.
/// </summary>
internal sealed class ThoughtReader
{
    private readonly ReasoningMarkup? _markup;
    private MarkerFinder? _open;
    private MarkerFinder? _close;
    private bool _trims;

    /// <param name="markup">How thoughts are marked; null where all is the answer.</param>
    /// <param name="isInside">Whether the stream begins within a thought.</param>
    public ThoughtReader(ReasoningMarkup? markup, bool isInside)
    {
        _markup = markup;
        if (markup is { Open: null } && !isInside) _open = new MarkerFinder(ReasoningMarkup.OpenText, isAtStart: true);
        if (isInside) Enter();
    }

    public bool IsInside { get; private set; }

    /// <summary>Whether a token begins or ends a thought, which is then done.</summary>
    public bool TryToken(int token)
    {
        if (_markup is null) return false;
        if (!IsInside && token == _markup.Open)
        {
            Enter();
            return true;
        }
        if (!IsInside || token != _markup.Close) return false;
        Leave();
        return true;
    }

    /// <summary>What of a text is thought, and what is the answer after it.</summary>
    public (string Thought, string Answer) Take(string text)
    {
        if (!IsInside && _open is not null)
        {
            var (before, after) = _open.Append(text);
            if (after is null) return ("", Trimmed(before));
            Enter();
            text = after;
        }
        if (!IsInside) return ("", Trimmed(text));
        if (_close is null) return (Trimmed(text), "");
        var (thought, answer) = _close.Append(text);
        thought = Trimmed(thought);
        if (answer is null) return (thought, "");
        Leave();
        return (thought, Trimmed(answer));
    }

    /// <summary>What was held back and is neither mark.</summary>
    public string Flush() => (_open?.Flush() ?? "") + (_close?.Flush() ?? "");

    private void Enter()
    {
        (IsInside, _trims, _open) = (true, true, null);
        _close = _markup is { Close: null } ? new MarkerFinder(ReasoningMarkup.CloseText, isAtStart: false) : null;
    }

    private void Leave() => (IsInside, _trims, _close) = (false, true, null);

    private string Trimmed(string text)
    {
        if (!_trims) return text;
        text = text.TrimStart();
        _trims = text.Length == 0;
        return text;
    }
}
