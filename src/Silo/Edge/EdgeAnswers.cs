using System.Collections.Concurrent;
using Cocoon.Core.Jobs;
using Cocoon.Grains;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Events;
using Cocoon.Grains.Inference;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Edge;

/// <summary>Does what an edge grain orders: answers jobs, stops them, makes proofs, hands records to auditors. Thread-safe.</summary>
/// <param name="seat">Where it is reported.</param>
/// <param name="runner">Does the work.</param>
/// <param name="audits">Hands over what was answered.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what went wrong.</param>
/// <param name="events">Told what people are to learn; null where nobody listens.</param>
public sealed partial class EdgeAnswers(EdgeSeat seat, AnswerRunner runner, EnclaveAudits audits, TimeProvider time, ILogger<EdgeAnswers> logger, IMarketEvents? events = null)
{
    /// <summary>Attempts to hand over one chunk when calls fail; the grain takes the machine for lost meanwhile.</summary>
    private const int Attempts = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<JobId, (CancellationTokenSource HangUp, Task Work)> _running = new();

    /// <summary>Begins with an order, and does not wait for its end.</summary>
    internal void Take(EdgeOrder order, byte[] connection)
    {
        if (order.Nonce is { } nonce)
        {
            _ = Reply(() => runner.Prove(nonce), (proof, refusal) => seat.Grain.Proven(connection, order.Number, proof, refusal));
            return;
        }
        if (order.Evidence is { } evidence)
        {
            _ = Reply(() => audits.Disclose(order.Job, order.Auditor, evidence), (disclosure, refusal) => seat.Grain.Disclosed(connection, order.Number, disclosure, refusal));
            return;
        }
        if (order.IsStop)
        {
            if (_running.TryGetValue(order.Job, out var running)) running.HangUp.Cancel();
            return;
        }
        // Not disposed of: its token may still be asked by an engine that does not stop.
        var hangUp = new CancellationTokenSource();
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_running.TryAdd(order.Job, (hangUp, Answer(order, connection, begin.Task, hangUp.Token)))) begin.SetResult();
    }

    /// <summary>Stops all answers.</summary>
    /// <returns>Completes when each has reported what was delivered.</returns>
    internal Task CutOff()
    {
        var running = _running.Values.ToArray();
        foreach (var (hangUp, _) in running) hangUp.Cancel();
        return Task.WhenAll(running.Select(static answer => answer.Work));
    }

    /// <summary>Never throws.</summary>
    private async Task Answer(EdgeOrder order, byte[] connection, Task begin, CancellationToken hangUp)
    {
        await begin;
        var reader = new AnswerReader { TakesCompany = order.TakesCompany, IsRemote = true };
        try
        {
            var number = 0L;
            await foreach (var chunk in runner.Run(new EdgeLedger(seat, order.Job), order.Job, order.LeaseEpoch, order.Request!, reader, news => events?.Publish(news), hangUp))
            {
                if (await IsTaken(order.Job, connection, ++number, chunk)) continue;
                reader.IsLastLost = true;
                break;
            }
        }
#pragma warning disable CA1031 // One answer's failure, whatever it is, is its reader's and nobody else's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (e is not RefusedException) LogNotAnswered(order.Job, e.GetType().Name);
            await End(order.Job, connection, e is RefusedException refused ? refused.Refusal : new Refusal(RefusalCode.EngineFailed, "The provider's machine could not go on. Try again."));
        }
        finally
        {
            _running.TryRemove(order.Job, out _);
        }
    }

    /// <summary>Offers a chunk until the reader has it, or is gone, or the connection is.</summary>
    private async Task<bool> IsTaken(JobId job, byte[] connection, long number, SealedChunk chunk)
    {
        for (var attempt = 1; attempt <= Attempts;)
        {
            try
            {
                var word = await seat.Grain.Deliver(connection, job, number, chunk);
                if (word != EdgeWord.Wait) return word == EdgeWord.Taken;
                continue;
            }
            catch (RefusedException refused)
            {
                LogNotDelivered(job, nameof(RefusedException), refused.Message);
                return false;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                LogNotDelivered(job, e.GetType().Name, e.Message);
                attempt++;
            }
            await Task.Delay(Pause, time);
        }
        return false;
    }

    private async Task End(JobId job, byte[] connection, Refusal reason)
    {
        try
        {
            await seat.Grain.End(connection, job, reason);
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // The connection has ended, and with it the reader's wait.
            LogNotDelivered(job, e.GetType().Name, e.Message);
        }
    }

    /// <summary>Answers what was asked, or says why not. Never throws.</summary>
    private async Task Reply<T>(Func<Task<T>> make, Func<T?, Refusal?, Task> reply)
        where T : class
    {
        var (answer, refusal) = ((T?)null, (Refusal?)null);
        try
        {
            try
            {
                answer = await make();
            }
            catch (RefusedException refused)
            {
                refusal = refused.Refusal;
            }
            await reply(answer, refusal);
        }
#pragma warning disable CA1031 // Who asked for it is told by the grain, in time.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotGiven(e.GetType().Name, e.Message);
        }
    }

    [LoggerMessage(1763, LogLevel.Warning, "Job {Job} could not be answered: {Error}")]
    private partial void LogNotAnswered(JobId job, string error);

    [LoggerMessage(1764, LogLevel.Information, "A part of job {Job} was not handed over ({Error}): {Reason}")]
    private partial void LogNotDelivered(JobId job, string error, string reason);

    [LoggerMessage(1765, LogLevel.Warning, "A proof or a record was asked for and not given ({Error}): {Reason}")]
    private partial void LogNotGiven(string error, string reason);
}
