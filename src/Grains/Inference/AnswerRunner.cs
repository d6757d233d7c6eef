using System.Runtime.CompilerServices;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Events;
using Cocoon.Grains.Jobs;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Inference;

/// <summary>
/// Answers jobs on this machine's engines, wherever their readers are: behind the grain of a provider's silo, or behind an
/// edge grain that this machine has dialled. Every way out of an answer, hang-up included, reports to the job (I11). Thread-safe.
/// </summary>
/// <param name="enclave">The machine's models and keys.</param>
/// <param name="evidence">Proves the machine.</param>
/// <param name="market">The market's rules.</param>
/// <param name="entropy">Salts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what went wrong.</param>
public sealed partial class AnswerRunner(
    Enclave enclave, IEvidenceMaker evidence, MarketParameters market, IEntropy entropy, TimeProvider time, ILogger logger)
{
    /// <summary>The engine stops this long before the hold expires, so that the receipt still finds its hold.</summary>
    private static readonly TimeSpan ReportMargin = TimeSpan.FromSeconds(2);

    /// <summary>With the pauses between them, longer than a cluster takes to notice a lost silo and give the job's grain a new place.</summary>
    private const int ReportAttempts = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after the deadline a bill is still reported. Only one that was made before counts then.</summary>
    private static readonly TimeSpan ReportPatience = TimeSpan.FromMinutes(1);

    /// <summary>Makes evidence of this machine now, bound to a challenge of 32 bytes.</summary>
    /// <exception cref="RefusedException">It is no such challenge, or this machine cannot prove itself.</exception>
    public async Task<byte[]> Prove(byte[] nonce)
    {
        if (nonce.Length != ReportBinding.NonceBytes) throw new RefusedException(RefusalCode.RequestRefused, $"A challenge has {ReportBinding.NonceBytes} bytes.");
        try
        {
            return (await evidence.Make(new EvidenceRequest(enclave.Claims, market.NetworkId, enclave.Provider, new HexBytes(nonce)))).Encode();
        }
        catch (EvidenceUnavailableException e)
        {
            throw new RefusedException(RefusalCode.EvidenceRefused, e.Message);
        }
    }

    /// <summary>Runs a job; what it yields counts as delivered, unless its reader says otherwise.</summary>
    /// <param name="ledger">Where the job reports to.</param>
    /// <param name="job">A job that was started and not begun.</param>
    /// <param name="leaseEpoch">From its lease.</param>
    /// <param name="request">What the caller sealed.</param>
    /// <param name="reader">How it is read.</param>
    /// <param name="tell">Told what people are to learn.</param>
    /// <param name="cancellationToken">Hang-up of the caller.</param>
    /// <exception cref="RefusedException">Nothing was delivered; the job has failed.</exception>
    public async IAsyncEnumerable<SealedChunk> Run(
        IJobLedger ledger, JobId job, long leaseEpoch, byte[] request, AnswerReader reader, Action<MarketEvent> tell, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var running = enclave.Enter();
        using var watch = new AnswerWatch(job, time);
        var order = await ledger.Begin(leaseEpoch);
        var model = enclave.Model(order.Lease.Model);
        using var place = model?.TryEnter(time.GetTimestamp());
        await using var run = await Prepare(ledger, order, place is null ? null : model, request, reader);
        watch.Prefill();
        using var deadline = new CancellationTokenSource(Remaining(order), time);
        try
        {
            while (await run.Next(reader.TakesCompany, cancellationToken, deadline.Token) is { } chunk)
            {
                if (chunk.Tokens > 0 && watch.Token() is { } elapsed) tell(News(MarketEventKind.FirstToken, order) with { Elapsed = elapsed });
                yield return chunk;
            }
            if (deadline.IsCancellationRequested && run.IsCutOff) run.TimeOut();
            yield return run.SealLast(await Report(ledger, order, run, watch, tell));
        }
        finally
        {
            // Reached unreported only when the reader let go of the stream: that is a hang-up.
            if (!run.IsReported)
            {
                run.HangUp();
                if (reader.IsLastLost) run.TakeBack();
                await Report(ledger, order, run, watch, tell);
            }
        }
    }

    private async Task<JobRun> Prepare(IJobLedger ledger, JobOrder order, ServedModel? model, byte[] request, AnswerReader reader)
    {
        var (run, refusal) = JobRun.Create(order, enclave, model, market.NetworkId, request, entropy, time, reader.IsRemote, isAudited: market.Incentives.AuditBps > 0);
        if (run is not null) return run;
        await ledger.Fail(refusal!);
        throw new RefusedException(refusal!);
    }

    private async Task<InferenceOutcome> Report(IJobLedger ledger, JobOrder order, JobRun run, AnswerWatch watch, Action<MarketEvent> tell)
    {
        run.MarkReported();
        watch.Enter();
        var elapsed = watch.End();
        tell(News(MarketEventKind.AnswerEnded, order) with
        {
            Elapsed = elapsed.Elapsed,
            ToFirstToken = elapsed.ToFirst,
            Tokens = run.Outcome(null).Tokens,
            Code = run.Failure?.Code ?? RefusalCode.None,
        });
        if (run.Failure is { } failure) LogEngineFailed(run.Job, failure.Code, failure.Message);
        if (!run.HasDelivered)
        {
            var nothing = run.Failure ?? new Refusal(RefusalCode.None, "Nothing was delivered; nothing is charged.");
            await ledger.Fail(nothing);
            return run.Failure is null ? run.Outcome(null) : throw new RefusedException(nothing);
        }
        return run.Outcome(await Complete(ledger, run, elapsed.ToFirst));
    }

    /// <summary>
    /// A timeout, a lost silo or a ledger that cannot write leaves open whether the bill was made; the same receipt again gives
    /// the same bill.
    /// </summary>
    private async Task<JobBill> Complete(IJobLedger ledger, JobRun run, TimeSpan? toFirstToken)
    {
        var receipt = enclave.Sign(run.Receipt());
        // Before the bill is reported, since the market may ask for the record right after it.
        if (run.Record(receipt.Receipt.Hash()) is { } record) enclave.Served.Add(record, time);
        for (var (attempt, pause) = (1, FirstPause); ; attempt++, pause *= 2)
        {
            try
            {
                return await ledger.Complete(receipt, run.Order, toFirstToken);
            }
            catch (Exception e) when (e is TimeoutException or OrleansException && attempt < ReportAttempts && time.GetUtcNow() < run.Deadline + ReportPatience)
            {
                LogReportOpen(run.Job, attempt, e.GetType().Name);
            }
            await Task.Delay(pause, time);
        }
    }

    private MarketEvent News(MarketEventKind kind, JobOrder order) => new()
    {
        Kind = kind,
        At = time.GetUtcNow(),
        Job = order.Lease.Job,
        Provider = order.Lease.Provider,
        Model = order.Lease.Model,
    };

    private TimeSpan Remaining(JobOrder order)
    {
        var remaining = order.Spec.Deadline - time.GetUtcNow() - ReportMargin;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
