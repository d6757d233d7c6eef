using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Formats;

/// <summary>Holds one answer to the rules of its request, token by token. Not thread-safe.</summary>
/// <param name="rules">What it is held to.</param>
/// <param name="endOfThought">The token that ends a thought in which the answer begins; null where it begins in none. A thought is free.</param>
internal sealed class AnswerGuide(AnswerRules rules, int? endOfThought = null)
{
    private readonly CallTrigger? _trigger = rules.Trigger();
    private AutomatonState? _state = rules.StartsFree ? null : rules.Start;
    private int? _endOfThought = endOfThought;

    /// <summary>Tokens that may come next; null for all.</summary>
    public TokenMask? Mask => _endOfThought is not null ? null : _state is null ? rules.Free : rules.MaskOf(_state);

    /// <summary>Whether nothing may follow.</summary>
    public bool IsOver => _endOfThought is null && _state is { IsFinal: true };

    public void Accept(int token)
    {
        if (_endOfThought is not null)
        {
            if (token == _endOfThought) _endOfThought = null;
            return;
        }
        if (_state is null && _trigger is not null) _state = rules.Begun(_trigger, token);
        else if (_state is not null || rules.OpensCall(token)) _state = rules.Next(_state ?? rules.Start!, token);
    }
}
