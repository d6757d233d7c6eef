using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Answers;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Grains.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Replay;

/// <summary>
/// Gives a retried request the answer of the first: what is answered under an Idempotency-Key is remembered for two minutes
/// as ciphertext that only the caller's API key opens (ADR 0013). A request that succeeds at once costs one call more, after
/// its answer. Thread-safe.
/// </summary>
internal sealed partial class AnswerReplay(IGrainFactory grains, IEntropy entropy, TimeProvider time, ILogger<AnswerReplay> logger)
{
    /// <summary>The gateway that answered the first request may be just about to remember its answer; clocks differ a little.</summary>
    private static readonly TimeSpan AboutToRemember = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Answers a request, or gives the answer again that the same request has got before.</summary>
    /// <param name="http">The request. If it has an Idempotency-Key and its answer is no stream, it is answered to the end even when its caller hangs up: the key says that it will be asked for again.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="isStream">Whether the answer is a stream; one that is hung up on ends there.</param>
    /// <param name="answer">Answers the request.</param>
    public async Task Around(HttpContext http, Caller caller, byte[] body, bool isStream, Func<Task> answer)
    {
        var key = http.Request.Headers[JobStarter.IdempotencyHeader].ToString();
        if (key.Length == 0)
        {
            await answer();
            return;
        }
        var (connection, hangUp) = (http.Response.Body, http.RequestAborted);
        var copy = new AnswerCopy(connection, StoredAnswer.MaxBytes);
        http.Response.Body = copy;
        if (!isStream) http.RequestAborted = CancellationToken.None;
        try
        {
            await answer();
        }
        catch (Exception e) when (!http.Response.HasStarted && e is not OperationCanceledException)
        {
            (http.Response.Body, http.RequestAborted) = (connection, hangUp);
            if (await Before(caller, key, body, hangUp) is not { } before) throw await Explained(e, caller, key);
            await before.Write(http);
            return;
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (connection, hangUp);
        }
        if (http.Response.StatusCode == StatusCodes.Status200OK && copy.TryTake(isStream, out var whole)) await Remember(caller, key, ReplayedAnswer.Of(Tag(caller, body), http.Response, whole));
    }

    /// <summary>What the same request was answered before, if it is still remembered.</summary>
    private async Task<ReplayedAnswer?> Before(Caller caller, string key, byte[] body, CancellationToken hangUp)
    {
        var job = JobStarter.JobOf(caller, key, 0);
        if (await Idempotent.Call(() => grains.Replay(job).Find(caller.Account), time, hangUp) is not { } kept || !AnswerSeal.TryOpen(caller.Key, SealName(job), kept.Sealed, out var opened)) return null;
        var before = ReplayedAnswer.Decode(opened);
        return before.Tag == Tag(caller, body) ? before : null;
    }

    private async Task Remember(Caller caller, string key, ReplayedAnswer answer)
    {
        var job = JobStarter.JobOf(caller, key, 0);
        try
        {
            var isKept = await grains.Replay(job).Remember(caller.Account, AnswerSeal.Seal(caller.Key, SealName(job), answer.Encode(), entropy));
            if (!isKept) LogForgotten(job.ToString(), "too large, or no memory is left");
        }
        catch (Exception e) when (e is RefusedException || Idempotent.IsOutage(e))
        {
            // The caller has its answer; only a retry would miss it, and is told so.
            LogForgotten(job.ToString(), e.GetType().Name);
        }
    }

    /// <summary>Says of a job that ended or runs what its caller can do: one answer to a key is paid for, once.</summary>
    private async Task<Exception> Explained(Exception failure, Caller caller, string key)
    {
        // What was hung up on before its first token may be the loser of a hedge.
        if (failure is not RefusedException { Code: RefusalCode.JobEnded or RefusalCode.JobNotReady or RefusalCode.None } refused) return failure;
        var (isRunning, answered) = refused.Code == RefusalCode.JobNotReady ? (true, null) : await JobsOf(caller, key);
        if (refused.Code == RefusalCode.None && !isRunning && answered is null) return failure;
        if (isRunning || answered is not { } receipt || time.GetUtcNow() - receipt.EndedAt < AboutToRemember)
            return new ApiException(409, ErrorTypes.Conflict, "job_running", "The request under this Idempotency-Key is still being answered. Send it again in a second: it gets that answer.", retryAfter: Soon);
        return new ApiException(409, ErrorTypes.Conflict, "answer_gone",
            $"The request under this Idempotency-Key was answered as job {receipt.Job} and is paid for; its answer is no longer remembered. Its receipt is at /cocoon/v1/receipts/{receipt.Job}. Use a new key to ask anew.");
    }

    /// <summary>Whether a job of the key still runs, and the receipt of the one that answered: of a hedge's two, the one that charged more.</summary>
    private async Task<(bool IsRunning, Receipt? Answered)> JobsOf(Caller caller, string key)
    {
        Receipt? answered = null;
        for (var retry = 0; retry < JobStarter.MaxJobsOfKey; retry++)
        {
            var job = await grains.Job(JobStarter.JobOf(caller, key, retry)).View();
            if (job.Status == JobStatus.None) break;
            if (!job.IsFinal && job.Receipt is null) return (true, null);
            if (job.Receipt?.Receipt is { } receipt && (answered is null || receipt.Charge > answered.Charge)) answered = receipt;
        }
        return (false, answered);
    }

    /// <summary>Not a response's id, so that neither opens as the other.</summary>
    private static string SealName(JobId job) => $"replay_{job}";

    private static HexBytes Tag(Caller caller, byte[] body) => new(HMACSHA256.HashData(Encoding.UTF8.GetBytes("cocoon.replay.v1\n" + caller.Key.Reveal()), body));

    [LoggerMessage(2111, LogLevel.Information, "The answer of job {Job} is not remembered ({Reason}): a retry gets its receipt only.")]
    private partial void LogForgotten(string job, string reason);
}
