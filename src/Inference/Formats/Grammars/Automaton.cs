namespace Cocoon.Inference.Formats.Grammars;

/// <summary>
/// Reads text by a grammar, symbol by symbol: a pushdown automaton that follows all readings at once. Equal states are one
/// object and remember their followers, so reading costs an array access wherever it has been before. Not thread-safe.
/// </summary>
internal sealed class Automaton
{
    /// <summary>
    /// Places looked at for one token, and remembered in all: enough for 5,000 properties of which each may be left out. A
    /// grammar that needs more says the same in too many ways.
    /// </summary>
    private const int MaxPlaces = 300_000;

    /// <summary>States remembered; a text may have any number.</summary>
    private const int MaxStates = 2_048;

    /// <summary>A state that no text reaches stands for "cannot follow".</summary>
    private static readonly AutomatonState Dead = new([], canEnd: false);

    private readonly Dictionary<(Rule Rule, int Progress, Frame? Next), Frame> _frames = [];
    private readonly Dictionary<(Frame[] Frames, bool CanEnd), AutomatonState> _states = new(new FrameSetComparer());
    private readonly Stack<(Rule Rule, int Progress, Frame? Next)> _work = [];
    private readonly HashSet<(Rule Rule, int Progress, Frame? Next)> _seen = [];
    private readonly HashSet<Frame> _open = [];
    private int _lastFrame;
    private int _places;
    private int _remembered;
    private bool _ended;

    public Automaton(Rule root)
    {
        _work.Push((root, 0, null));
        Start = Settle();
    }

    /// <summary>Where nothing has been read.</summary>
    public AutomatonState Start { get; }

    /// <summary>States remembered now.</summary>
    public int StateCount => _states.Count;

    /// <summary>The state after a symbol; null when it cannot follow.</summary>
    public AutomatonState? Advance(AutomatonState state, int symbol)
    {
        var followers = state.Followers ??= new AutomatonState?[Rule.Symbols];
        if (followers[symbol] is null) Follow(state, symbol, followers);
        var next = followers[symbol];
        return ReferenceEquals(next, Dead) ? null : next;
    }

    /// <summary>Begins the work for one more token. Forgets states when there are many; those in use stay valid.</summary>
    public void BeginToken()
    {
        _remembered += _places;
        _places = 0;
        if (_states.Count > MaxStates || _remembered > MaxPlaces) Forget();
    }

    /// <summary>Gives up what is remembered, masks of states included. States in use stay valid, but remember what follows them no longer than they are used.</summary>
    public void Forget()
    {
        _states.Clear();
        _frames.Clear();
        Start.Followers = null;
        _remembered = 0;
    }

    /// <summary>Computes the state after a symbol once for all symbols that mean the same here, such as the letters of a string.</summary>
    private void Follow(AutomatonState state, int symbol, AutomatonState?[] followers)
    {
        foreach (var frame in state.Frames)
            if (frame.Rule.Has(symbol)) Resume(frame.Next);
        var next = _work.Count == 0 && !_ended ? Dead : Settle();
        for (var other = 0; other < Rule.Symbols; other++)
            if (Array.TrueForAll(state.Rules, rule => rule.Has(other) == rule.Has(symbol))) followers[other] = next;
    }

    private void Resume(Frame? frame)
    {
        if (frame is null) _ended = true;
        else _work.Push((frame.Rule, frame.Progress, frame.Next));
    }

    /// <summary>Follows all that lies on the work list down to places that wait for a symbol.</summary>
    private AutomatonState Settle()
    {
        while (_work.TryPop(out var place))
        {
            if (!_seen.Add(place)) continue;
            if (++_places > MaxPlaces) throw Ambiguous();
            Expand(place.Rule, place.Progress, place.Next);
        }
        var frames = _open.OrderBy(frame => frame.Id).ToArray();
        var key = (frames, _ended);
        _open.Clear();
        _seen.Clear();
        _ended = false;
        if (!_states.TryGetValue(key, out var state)) _states.Add(key, state = new AutomatonState(frames, key._ended));
        return state;
    }

    private void Expand(Rule rule, int progress, Frame? next)
    {
        switch (rule.Kind)
        {
            case RuleKind.Symbol:
                _open.Add(Intern(rule, 0, next));
                break;
            case RuleKind.Sequence when progress == rule.Parts.Count:
                Resume(next);
                break;
            case RuleKind.Sequence:
                // The last part goes on where the sequence would, so that rules which end in themselves need no stack.
                _work.Push((rule.Parts[progress], 0, progress + 1 == rule.Parts.Count ? next : Intern(rule, progress + 1, next)));
                break;
            case RuleKind.Repeat:
                if (progress >= rule.Least) Resume(next);
                if (progress < rule.Most) _work.Push((rule.Parts[0], 0, AfterTurn(rule, progress + 1, next)));
                break;
            default:
                foreach (var part in rule.Parts) _work.Push((part, 0, next));
                break;
        }
    }

    private Frame? AfterTurn(Rule rule, int turns, Frame? next)
    {
        if (turns == rule.Most) return next;
        // Without an upper limit, turns beyond the least are all alike.
        return Intern(rule, rule.Most == Rule.Unlimited ? Math.Min(turns, rule.Least) : turns, next);
    }

    private Frame Intern(Rule rule, int progress, Frame? next)
    {
        if (!_frames.TryGetValue((rule, progress, next), out var frame))
            _frames.Add((rule, progress, next), frame = new Frame(++_lastFrame, rule, progress, next));
        return frame;
    }

    private static InferenceRequestException Ambiguous() =>
        new("The schema can be read in too many ways at once: make the alternatives of 'anyOf' differ in their first property.", "response_format", "invalid_json_schema");
}
