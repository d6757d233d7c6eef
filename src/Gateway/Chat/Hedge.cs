using Cocoon.Core.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// Asks a second provider when the first is slow to begin, and takes the answer that begins first. The other is let go: given
/// back if it had not begun, else hung up on; with nothing handed over it costs nothing. Only if both hand over their first
/// part at the same moment is that one part of the loser's charged too. Thread-safe.
/// </summary>
internal sealed partial class Hedge(IGrainFactory grains, TimeProvider time, ILogger<Hedge> logger)
{
    /// <summary>Share of answers that begin in the time after which a second provider is asked.</summary>
    public const double Patience = 0.95;

    /// <param name="job">The first job, which has its lease.</param>
    /// <param name="patience">How long to wait for it alone.</param>
    /// <param name="open">Sends a job to its provider and waits for the first part; ends early with the token.</param>
    /// <param name="second">Opens a job on another provider.</param>
    /// <param name="hangUp">The caller has gone.</param>
    public async Task<OpenedAnswer> First(StartedJob job, TimeSpan patience, Func<StartedJob, CancellationToken, Task<OpenedAnswer>> open, Func<Task<StartedJob>> second, CancellationToken hangUp)
    {
        var first = new Contender(job, open, hangUp);
        if (await Came(first.Answer, patience, hangUp)) return await first.Win();
        if (await Second(job, patience, second) is not { } other) return await first.Win();
        var rival = new Contender(other, open, hangUp);
        var winner = await Task.WhenAny(first.Answer, rival.Answer) == first.Answer ? first : rival;
        var loser = winner == first ? rival : first;
        // Who fails leaves it to the other.
        if (!winner.Answer.IsCompletedSuccessfully) (winner, loser) = (loser, winner);
        try
        {
            var opened = await winner.Win();
            _ = LetGo(loser);
            return opened;
        }
        catch
        {
            await LetGo(rival);
            await first.Win();
            throw;
        }
    }

    private async Task<bool> Came(Task<OpenedAnswer> answer, TimeSpan patience, CancellationToken hangUp)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(hangUp);
        var came = await Task.WhenAny(answer, Task.Delay(patience, time, enough.Token)) == answer;
        await enough.CancelAsync();
        return came || hangUp.IsCancellationRequested;
    }

    /// <summary>A second job; null where there is nobody else to ask.</summary>
    private async Task<StartedJob?> Second(StartedJob job, TimeSpan patience, Func<Task<StartedJob>> second)
    {
        try
        {
            var other = await second();
            LogHedged(job.Id.ToString(), patience.TotalMilliseconds, other.Id.ToString());
            return other;
        }
        catch (Exception e) when (e is ApiException or RefusedException || Idempotent.IsOutage(e))
        {
            LogAlone(job.Id.ToString(), e.GetType().Name);
            return null;
        }
    }

    /// <summary>Ends what did not come first, wherever it is.</summary>
    private async Task LetGo(Contender loser)
    {
        try
        {
            await loser.Cancel();
            await using var opened = await loser.Answer;
        }
        catch (Exception e) when (e is OperationCanceledException or ApiException or RefusedException || Idempotent.IsOutage(e))
        {
            // It ended as it should, or failed by itself.
        }
        finally
        {
            loser.Dispose();
        }
        try
        {
            await grains.Job(loser.Job.Id).GiveBack();
        }
        catch (Exception e) when (e is RefusedException || Idempotent.IsOutage(e))
        {
            // It had begun: its provider reports what it handed over, which is nothing unless both came at the same moment.
            LogBegun(loser.Job.Id.ToString(), loser.Job.Lease.Provider);
        }
    }

    [LoggerMessage(2131, LogLevel.Information, "Job {Job} has not begun after {PatienceMs} ms: a second provider is asked, as job {Second}.")]
    private partial void LogHedged(string job, double patienceMs, string second);

    [LoggerMessage(2133, LogLevel.Information, "Job {Job} is slow to begin, and there is nobody else to ask ({Error}).")]
    private partial void LogAlone(string job, string error);

    [LoggerMessage(2132, LogLevel.Debug, "Job {Job} came second and was hung up on; provider {Provider} reports its end.")]
    private partial void LogBegun(string job, AccountAddress provider);

    /// <summary>One of two that run for the same answer.</summary>
    private sealed class Contender : IDisposable
    {
        private readonly CancellationTokenSource _end;

        public Contender(StartedJob job, Func<StartedJob, CancellationToken, Task<OpenedAnswer>> open, CancellationToken hangUp)
        {
            _end = CancellationTokenSource.CreateLinkedTokenSource(hangUp);
            Job = job;
            Answer = open(job, _end.Token);
        }

        public Task<OpenedAnswer> Answer { get; }

        public StartedJob Job { get; }

        /// <summary>Its answer; the caller's hang-up ends it until it is disposed of.</summary>
        public async Task<OpenedAnswer> Win() => await Answer with { HangUp = _end };

        public Task Cancel() => _end.CancelAsync();

        public void Dispose() => _end.Dispose();
    }
}
