using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Cocoon.Client.Http;
using Cocoon.Client.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Client.Sealed;

/// <summary>One chat, over as many jobs as its answer takes: one, unless it breaks off and may go on elsewhere. Not thread-safe.</summary>
internal sealed class SealedChat(SealedCalls calls, IPromptCounter? counter, ChatRequest asked, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Times that an answer goes on elsewhere.</summary>
    private const int MaxContinuations = 2;

    /// <summary>What servers that tell no token ids are given (docs/engines.md).</summary>
    private const int UnknownToken = int.MaxValue;

    /// <summary>With less left, nobody can answer and report in time.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(3);

    private readonly long _started = time.GetTimestamp();
    private readonly List<int> _written = [];
    private readonly List<string> _broken = [];
    private ChatRequest? _rest;
    private SealedCall? _call;
    private bool _isWhole;
    private bool _isExact = true;

    /// <summary>The job that answers now.</summary>
    public SealedCall Call => _call ?? throw new InvalidOperationException("The chat has not begun.");

    /// <summary>Jobs that broke off before it.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Tokens of all of them.</summary>
    public int TokensCounted { get; private set; }

    /// <summary>The answer's steps, opened, wherever they come from.</summary>
    /// <exception cref="CocoonException">It was changed on its way, or broke off for good.</exception>
    public async IAsyncEnumerable<AnswerToken> Tokens([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _call = await Open(cancellationToken);
        var tokens = _call.Tokens(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                CocoonException? broken = null;
                try
                {
                    if (!await tokens.MoveNextAsync()) break;
                }
                catch (CocoonException e)
                {
                    broken = e;
                }
                if (broken is null)
                {
                    Note(tokens.Current);
                    yield return tokens.Current;
                    continue;
                }
                if (!await TryGoOn(broken, cancellationToken)) ExceptionDispatchInfo.Throw(broken);
                await tokens.DisposeAsync();
                tokens = _call.Tokens(cancellationToken).GetAsyncEnumerator(cancellationToken);
            }
        }
        finally
        {
            await tokens.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => _call?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<SealedCall> Open(CancellationToken cancellationToken)
    {
        var request = _rest ?? asked;
        var body = ChatBody.Write(request, _written);
        return calls.Open(request, SentPrompt.Of(request, _written, body), counter?.Count(request) + _written.Count, (request.MaxTokens, request.Choices), body, cancellationToken);
    }

    private void Note(AnswerToken token)
    {
        if (token.TokenId is { } id)
        {
            TokensCounted++;
            _written.Add(id);
        }
        // Where ids are not told, or text came without one, nobody else can begin at the same place.
        _isExact &= token is { TokenId: not null and not UnknownToken } or { TokenId: null, Text.Length: 0 };
        _isWhole |= token.Finish is not null;
    }

    /// <summary>Goes on elsewhere. What has come is paid for when the broken job's receipt is found.</summary>
    private async Task<bool> TryGoOn(CocoonException broken, CancellationToken cancellationToken)
    {
        var before = Call;
        var rest = asked.MaxTokens - _written.Count;
        var left = asked.Deadline - time.GetElapsedTime(_started);
        if (!asked.Continue || _broken.Count == MaxContinuations || !_isExact || _isWhole || rest <= 0 || left < LeastTime || IsOurs(broken)) return false;
        var providers = (_rest ?? asked).Providers ?? new ProviderFilter();
        _rest = asked with
        {
            MaxTokens = rest,
            Deadline = left,
            Quote = null,
            Providers = providers with { Deny = [.. providers.Deny ?? [], before.Provider] },
            IdempotencyKey = asked.IdempotencyKey is { } key ? $"{key}+{_broken.Count + 1}" : null,
        };
        try
        {
            _call = await Open(cancellationToken);
        }
        catch (MachineNotTrustedException e)
        {
            // It was sent nothing. How the answer broke off is what the caller is to hear, and this is why it ends there.
            throw new CocoonException(broken, e);
        }
        catch (CocoonException)
        {
            // Nobody else: the caller hears how this one ended.
            return false;
        }
        _broken.Add(before.JobId);
        await before.DisposeAsync();
        return true;
    }

    /// <summary>Whether it was the request, or the time it had, and not the provider.</summary>
    private static bool IsOurs(CocoonException e) => e.Code is "request_refused" or "deadline_passed" or "answer_malformed";
}
