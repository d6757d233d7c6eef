using System.Runtime.CompilerServices;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Grains.Jobs;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cocoon.Grains.Inference;

/// <summary>
/// Wraps the provider's engines. Holds no state between calls, so it is reentrant: many streams run side by side, and each
/// keeps its counts in its own <see cref="JobRun"/>. Every way out of a stream, hang-up included, reports to the job (I11).
/// </summary>
[Reentrant]
public sealed partial class InferenceGrain(
    Enclave enclave, IEvidenceMaker evidence, MarketParameters market, IEntropy entropy, TimeProvider time, ILogger<InferenceGrain> logger)
    : Grain, IInferenceGrain
{
    /// <summary>The engine stops this long before the hold expires, so that the receipt still finds its hold.</summary>
    private static readonly TimeSpan ReportMargin = TimeSpan.FromSeconds(2);

    private const int ReportAttempts = 3;

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

    public async IAsyncEnumerable<SealedChunk> Run(
        JobId job, long leaseEpoch, byte[] request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var ledger = GrainFactory.Job(job);
        var order = await ledger.Begin(leaseEpoch);
        await using var run = await Prepare(ledger, order, request);
        using var deadline = new CancellationTokenSource(Remaining(order), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            while (await run.Next(stop.Token) is { } token) yield return run.Seal(token);
            if (deadline.IsCancellationRequested && run.IsCutOff) run.TimeOut();
            yield return run.SealLast(await Report(ledger, run));
        }
        finally
        {
            // Reached unreported only when the reader let go of the stream: that is a hang-up.
            if (!run.IsReported)
            {
                run.HangUp();
                await Report(ledger, run);
            }
        }
    }

    private async Task<JobRun> Prepare(IJobGrain ledger, JobOrder order, byte[] request)
    {
        var (run, refusal) = JobRun.Create(order, enclave, market.NetworkId, request, entropy, time);
        if (run is not null) return run;
        await ledger.Fail(refusal!);
        throw new RefusedException(refusal!);
    }

    private async Task<InferenceOutcome> Report(IJobGrain ledger, JobRun run)
    {
        run.MarkReported();
        if (run.Failure is { } failure) LogEngineFailed(run.Job, failure.Code, failure.Message);
        if (run.Delivered == 0)
        {
            var nothing = run.Failure ?? new Refusal(RefusalCode.None, "No token was delivered; nothing is charged.");
            await ledger.Fail(nothing);
            return run.Failure is null ? run.Outcome(null) : throw new RefusedException(nothing);
        }
        return run.Outcome(await Complete(ledger, run));
    }

    /// <summary>A timeout leaves open whether the bill was made; the same receipt again gives the same bill.</summary>
    private async Task<JobBill> Complete(IJobGrain ledger, JobRun run)
    {
        var receipt = enclave.Sign(run.Receipt());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ledger.Complete(receipt);
            }
            catch (TimeoutException) when (attempt < ReportAttempts)
            {
                LogReportTimedOut(run.Job, attempt);
            }
        }
    }

    private TimeSpan Remaining(JobOrder order)
    {
        var remaining = order.Spec.Deadline - time.GetUtcNow() - ReportMargin;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
