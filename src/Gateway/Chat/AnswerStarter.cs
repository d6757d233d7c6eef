using Cocoon.Core.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Routing;
using Cocoon.Gateway.Sealed;
using Cocoon.Grains;
using Cocoon.Grains.Routing;
using Cocoon.Inference.OpenAi;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// Opens a job and waits for the first token. A provider that is lost, or fails, before that is replaced, twice at most, once
/// the job grain has agreed that its job came to nothing: what was given back cannot begin any more, so nothing is charged
/// twice. Thread-safe.
/// </summary>
internal sealed partial class AnswerStarter(JobStarter jobs, WishReader wishes, PromptSealer sealer, Hedge hedge, RouteBook book, IGrainFactory grains, TimeProvider time, ILogger<AnswerStarter> logger)
{
    /// <summary>With less than this left, nobody can answer and report in time.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(3);

    /// <summary>Opens the job of a request that this gateway may read.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="channel">What pays.</param>
    /// <param name="request">The request, read and checked.</param>
    /// <param name="body">The same as it is sealed to the provider.</param>
    /// <param name="origin">Where it came from; its end is the caller's hang-up.</param>
    /// <exception cref="ApiException">Nobody serves it, or the provider ended the answer before it began.</exception>
    public async Task<OpenedAnswer> Start(Caller caller, AccountAddress channel, ServedRequest request, byte[] body, JobOrigin origin)
    {
        var deadline = time.GetUtcNow() + jobs.Timeout(wishes.Of(request));
        var opened = await Begin(caller, channel, request, body, origin, deadline);
        if (request is not ChatCompletionRequest { Market.Continue: true } chat) return opened;
        return opened with { Answer = new ContinuedAnswer(opened, GoOn), HangUp = null };

        async Task<OpenedAnswer> GoOn(ContinuedAnswer soFar)
        {
            var broken = soFar.Broken[^1];
            book.Failed(broken.Job.Lease.Provider, broken.Job.Lease.Model);
            if (deadline - time.GetUtcNow() <= LeastTime) throw new RefusedException(RefusalCode.DeadlinePassed, "Too little time is left for another provider.");
            var (rest, restBody) = Continuation.Of(chat, body, soFar);
            var next = await Begin(caller, channel, rest, restBody, origin.Continued(soFar.Broken.Count, time), deadline);
            LogContinued(broken.Job.Id.ToString(), broken.Job.Lease.Provider, broken.Reason, soFar.Written.Count, next.Job.Id.ToString());
            return next;
        }
    }

    /// <summary>Ends an answer of a silo that may not be there any more.</summary>
    public static async Task LetGo(IAsyncDisposable answer)
    {
        try
        {
            await answer.DisposeAsync();
        }
        catch (Exception e) when (Idempotent.IsOutage(e))
        {
            // Letting go tells the provider's silo, which is what cannot be reached.
        }
    }

    private async Task<OpenedAnswer> Begin(Caller caller, AccountAddress channel, ServedRequest request, byte[] body, JobOrigin origin, DateTimeOffset deadline)
    {
        Task<OpenedAnswer> First(StartedJob job, JobWish wish) => MayHedge(wish, job, origin) && book.FirstTokenQuantile(wish.Model, Hedge.Patience) is { } patience
            ? hedge.First(job, patience, Open, () => jobs.Start(caller, channel, wish with { Route = wish.Route with { Waits = false, Deny = wish.Route.Deny.Add(job.Lease.Provider) } }, body, origin with { From = job.OfKey + 1 }), origin.HangUp)
            : Open(job, origin.HangUp);
        var times = origin.Times;
        for (var retry = 0; ; retry++)
        {
            // Elsewhere means inside the time that the caller gave for all of it.
            var wish = wishes.Of(request) with { DeadlineMs = (int)Math.Min(int.MaxValue, (deadline - time.GetUtcNow()).TotalMilliseconds) };
            var job = await jobs.Start(caller, channel, wish, body, origin);
            times.Leased();
            try
            {
                var opened = await times.Waiting(new ValueTask<OpenedAnswer>(First(job, wish)));
                book.Began(job.Lease.Model, times.First - times.Queue);
                return opened;
            }
            catch (Exception e) when (retry < JobStarter.MaxRetries && IsElsewhere(e) && deadline - time.GetUtcNow() > LeastTime)
            {
                if (e is not RefusedException { Code: RefusalCode.ProviderBusy }) book.Failed(job.Lease.Provider, job.Lease.Model);
                if (!await TryGiveBack(job)) throw;
                LogElsewhere(job.Id.ToString(), job.Lease.Provider, e.GetType().Name);
            }
        }
    }

    /// <summary>
    /// The second job has the key's next id, where a retry looks once the first has come to nothing: whichever answered, it is found. Of
    /// a key whose last id is taken, none is left for it.
    /// </summary>
    private static bool MayHedge(JobWish wish, StartedJob job, JobOrigin origin) => wish.Route.Hedge && (origin.Key is null || job.OfKey < JobStarter.MaxJobsOfKey - 1);

    /// <summary>Whether another provider may do better.</summary>
    private static bool IsElsewhere(Exception e) =>
        Idempotent.IsOutage(e) || (e is RefusedException refused && (refused.Code == RefusalCode.ProviderBusy || AnswerNotes.IsProviders(refused.Code)));

    private async Task<OpenedAnswer> Open(StartedJob job, CancellationToken hangUp)
    {
        var answer = await sealer.Send(job, hangUp);
        try
        {
            return await answer.Next() is { } first
                ? new OpenedAnswer(job, answer, first)
                : throw new ApiException(502, ErrorTypes.Server, "engine_failed", "The provider ended the answer before it began. Nothing is charged. Try again.");
        }
        catch
        {
            await LetGo(answer);
            throw;
        }
    }

    private async Task<bool> TryGiveBack(StartedJob job)
    {
        try
        {
            await grains.Job(job.Id).GiveBack();
            return true;
        }
        catch (Exception e) when (e is RefusedException || Idempotent.IsOutage(e))
        {
            // It has begun, or nobody knows: it ends by its deadline, and another one in its place might be charged too.
            return false;
        }
    }

    [LoggerMessage(2103, LogLevel.Warning, "Job {Job}: provider {Provider} broke off ({Reason}) after {Tokens} tokens; job {Next} goes on with the answer.")]
    private partial void LogContinued(string job, AccountAddress provider, string reason, int tokens, string next);

    [LoggerMessage(2102, LogLevel.Warning, "Job {Job}: provider {Provider} was lost before its first token ({Error}); the job is given back and opened elsewhere.")]
    private partial void LogElsewhere(string job, AccountAddress provider, string error);
}
