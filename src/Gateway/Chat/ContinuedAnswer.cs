using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Routing;
using Cocoon.Grains;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// An answer that goes on at another provider when one breaks off after its first token, at most <see cref="MaxContinuations"/>
/// times. What was delivered is paid for, and the next provider reads it as part of its prompt. Where nobody can go on, the
/// answer ends as it would have without this. Not thread-safe.
/// </summary>
internal sealed class ContinuedAnswer : IAnswerParts
{
    /// <summary>Times that an answer goes on elsewhere.</summary>
    public const int MaxContinuations = 2;

    /// <summary>What servers that tell no token ids are given (docs/engines.md).</summary>
    private const int UnknownToken = int.MaxValue;

    private readonly Func<ContinuedAnswer, Task<OpenedAnswer>> _goOn;
    private readonly List<int> _written = [];
    private readonly List<BrokenAnswer> _broken = [];
    private readonly int _maxTokens;
    private OpenedAnswer _now;
    private AnswerPart? _first;
    private bool _isWhole;
    private bool _isExact = true;

    /// <param name="first">The answer as it began; its first part is delivered by whoever has it.</param>
    /// <param name="goOn">Opens the rest of the answer, of which this is so far.</param>
    public ContinuedAnswer(OpenedAnswer first, Func<ContinuedAnswer, Task<OpenedAnswer>> goOn)
    {
        (_now, _goOn, _maxTokens) = (first, goOn, first.Job.MaxTokens);
        Note(first.First);
    }

    public StartedJob Job => _now.Job;

    public IReadOnlyList<BrokenAnswer> Broken => _broken;

    /// <summary>Tokens delivered so far.</summary>
    public IReadOnlyList<int> Written => _written;

    /// <summary>Tokens that are left of the limit.</summary>
    public int Rest => _maxTokens - _written.Count;

    private bool CanGoOn => _broken.Count < MaxContinuations && _isExact && !_isWhole && Rest > 0;

    public async ValueTask<AnswerPart?> Next()
    {
        while (true)
        {
            AnswerPart? part;
            try
            {
                part = await Part();
            }
            catch (Exception e) when (IsBreak(e))
            {
                if (!await TryGoOn(new BrokenAnswer(Job, Reason(e), null, []))) throw;
                continue;
            }
            if (Broke(part) is { } broken && await TryGoOn(broken)) continue;
            if (part is not null) Note(part);
            return part;
        }
    }

    public ValueTask DisposeAsync() => _now.DisposeAsync();

    private async ValueTask<AnswerPart?> Part()
    {
        if (_first is not { } first) return await _now.Answer.Next();
        _first = null;
        return first;
    }

    /// <summary>The end of a part, where that is not the end of the answer.</summary>
    private BrokenAnswer? Broke(AnswerPart? part) => part switch
    {
        null => new BrokenAnswer(Job, "engine_failed", null, []),
        { Outcome.Failure: { } failure } when AnswerNotes.IsProviders(failure.Code) => new BrokenAnswer(Job, RefusalErrors.ToApi(failure).Code!, part.Outcome, part.Salt),
        _ => null,
    };

    /// <summary>Whether the provider is at fault, or lost. What it had said is genuine also where what it said last is not.</summary>
    private static bool IsBreak(Exception e) =>
        Idempotent.IsOutage(e) || e is ApiException { Code: "answer_not_authentic" } || (e is RefusedException refused && AnswerNotes.IsProviders(refused.Code));

    private static string Reason(Exception e) => e switch
    {
        ApiException { Code: { } code } => code,
        RefusedException refused => RefusalErrors.ToApi(refused.Refusal).Code!,
        _ => "provider_lost",
    };

    private async Task<bool> TryGoOn(BrokenAnswer broken)
    {
        if (!CanGoOn) return false;
        _broken.Add(broken);
        var before = _now;
        try
        {
            _now = await _goOn(this);
            _first = _now.First;
        }
        catch (Exception e) when (e is ApiException or RefusedException || Idempotent.IsOutage(e))
        {
            // Nobody else: the caller hears how the last one ended, not that there is no other.
            _broken.Remove(broken);
            return false;
        }
        catch
        {
            // A hang-up: it is still the last job.
            _broken.Remove(broken);
            throw;
        }
        await AnswerStarter.LetGo(before);
        return true;
    }

    private void Note(AnswerPart part)
    {
        if (part.Token.TokenId is { } id) _written.Add(id);
        // Where ids are not told, or text came without one, nobody else can begin at the same place.
        _isExact &= part.Token is { TokenId: not null and not UnknownToken } or { TokenId: null, Text.Length: 0 };
        _isWhole |= part.Outcome is not null || part.Token.Finish is not null;
    }
}
