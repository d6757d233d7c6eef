using System.Collections.Immutable;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Accounts;

/// <summary>
/// A key's requests and tokens per minute and its jobs at once. Lives in memory: after a restart the buckets are full, which
/// lets through a minute's worth more, once. Immutable; starts as <see cref="Empty"/>.
/// </summary>
public sealed record KeyMeter
{
    private readonly RateWindow _requests;
    private readonly RateWindow _tokens;
    private readonly ImmutableSortedDictionary<JobId, DateTimeOffset> _open =
        ImmutableSortedDictionary<JobId, DateTimeOffset>.Empty;

    private KeyMeter()
    {
    }

    private KeyMeter(RateWindow requests, RateWindow tokens, ImmutableSortedDictionary<JobId, DateTimeOffset> open) =>
        (_requests, _tokens, _open) = (requests, tokens, open);

    public static KeyMeter Empty { get; } = new();

    /// <summary>Jobs that were admitted and have neither been closed nor passed their deadline when last looked at.</summary>
    public int Open => _open.Count;

    /// <summary>Lets a job through, or says which limit it would pass. A job that is open takes nothing more.</summary>
    /// <returns>The meter afterwards and the answer.</returns>
    public (KeyMeter After, Admission Admission) Admit(KeyScope scope, AdmitRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(request);
        var open = _open.Values.Any(deadline => deadline <= now) ? _open.RemoveRange(_open.Where(job => job.Value <= now).Select(job => job.Key)) : _open;
        var current = new KeyMeter(_requests, _tokens, open);
        if (open.ContainsKey(request.Job)) return (current, current.Answer(scope, now) with { IsRepeat = true });
        if (scope.Concurrency is { } most && open.Count >= most)
            return (current, current.Answer(scope, now, $"This key may have {most} jobs at once. Wait for one to end.", TimeSpan.FromSeconds(1)));
        RateWindow requests = _requests, tokens = _tokens;
        if (scope.RequestsPerMinute is { } rpm && !_requests.TryTake(rpm, 1, now, out requests))
            return (current, current.Answer(scope, now, $"Rate limit reached for requests per minute: limit {rpm}.", _requests.Wait(rpm, 1, now)));
        if (scope.TokensPerMinute is { } tpm && !_tokens.TryTake(tpm, request.Tokens, now, out tokens))
        {
            var reason = request.Tokens > tpm
                ? $"Request too large for this key: limit {tpm} tokens per minute, requested {request.Tokens}. Send a shorter prompt or a smaller max_tokens."
                : $"Rate limit reached for tokens per minute: limit {tpm}, requested {request.Tokens}.";
            return (current, current.Answer(scope, now, reason, _tokens.Wait(tpm, request.Tokens, now)));
        }
        // Remembered without a limit too, so that one that is set later finds the jobs that run.
        var after = new KeyMeter(requests, tokens, open.Add(request.Job, request.Deadline));
        return (after, after.Answer(scope, now));
    }

    /// <summary>The job has ended, or did not start.</summary>
    public KeyMeter Close(JobId job) => new(_requests, _tokens, _open.Remove(job));

    private Admission Answer(KeyScope scope, DateTimeOffset now, string? refusal = null, TimeSpan? wait = null) => new(
        refusal is null ? null : new Refusal(RefusalCode.RateLimited, refusal),
        wait,
        scope.RequestsPerMinute is { } rpm ? new RateState(rpm, _requests.Remaining(rpm, now), _requests.Reset(rpm, now)) : null,
        scope.TokensPerMinute is { } tpm ? new RateState(tpm, _tokens.Remaining(tpm, now), _tokens.Reset(tpm, now)) : null);
}
