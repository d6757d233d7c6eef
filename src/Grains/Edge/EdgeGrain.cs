using System.Runtime.CompilerServices;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Inference;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cocoon.Grains.Edge;

/// <summary>
/// Between readers in the cluster and a machine that has dialled out to it. Nothing is stored: what this grain forgets, the
/// machine connects anew for, and its jobs end as cut off. Reentrant, since readers and the machine wait for one another;
/// after an await, a connection is looked at again before it is used.
/// </summary>
/// <remarks>
/// Limits: <see cref="MaxJobs"/> at once, <see cref="MaxProofs"/> waiting proofs and <see cref="MaxDisclosures"/> records, one chunk held
/// for each job, requests of <see cref="MaxRequestBytes"/>, chunks of <see cref="MaxChunkBytes"/>.
/// </remarks>
[Reentrant, GrainType(Type)]
public sealed partial class EdgeGrain(IMachineVerifier verifier, IEntropy entropy, TimeProvider time, ILogger<EdgeGrain> logger, EdgeLimits? limits = null)
    : Grain, IEdgeGrain, IInferenceGrain
{
    /// <summary>Answers that one machine works on at once.</summary>
    public const int MaxJobs = 256;

    /// <summary>Name of this grain's type.</summary>
    internal const string Type = "edge";

    private const int MaxProofs = 16;
    private const int MaxDisclosures = 64;
    private const int MaxRequestBytes = 1 << 24;
    private const int MaxChunkBytes = 1 << 22;

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly EdgeLimits _limits = limits ?? EdgeLimits.Default;
    private EdgeLink? _link;

    private AccountAddress Id => AccountAddress.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(static (edge, _) => edge.Look(), this, new GrainTimerCreationOptions { DueTime = LookEvery, Period = LookEvery, Interleave = true });
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<byte[]> Prove(byte[] nonce)
    {
        if (nonce.Length != ReportBinding.NonceBytes) throw new RefusedException(RefusalCode.RequestRefused, $"A challenge has {ReportBinding.NonceBytes} bytes.");
        var link = Present();
        if (link.Proofs >= MaxProofs) throw new RefusedException(RefusalCode.ProviderBusy, "This provider's machine has too many proofs to make. Try again soon.");
        return await link.Prove(nonce, Task.Delay(AnswerPatience, time));
    }

    public async IAsyncEnumerable<SealedChunk> Run(
        JobId job, long leaseEpoch, byte[] request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var link = Present();
        if (request.Length > MaxRequestBytes) throw new RefusedException(RefusalCode.RequestRefused, $"A sealed request has at most {MaxRequestBytes} bytes.");
        if (link.Line(job) is not null) throw new RefusedException(RefusalCode.OperationConflict, "This job is being answered already.");
        if (link.Lines >= MaxJobs) throw new RefusedException(RefusalCode.ProviderBusy, "This provider's machine works on too many jobs. Try again soon.");
        var line = link.Open(job, leaseEpoch, request, RequestContext.Get(AnswerStream.TakesCompany) is true);
        try
        {
            SealedChunk chunk;
            do yield return chunk = await line.Next(cancellationToken);
            while (chunk.Outcome is null);
        }
        finally
        {
            link.Close(line);
        }
    }

    public async Task<Disclosure> Disclose(JobId job, AccountAddress auditor, byte[] evidence)
    {
        var link = Present();
        if (link.Disclosures >= MaxDisclosures) throw new RefusedException(RefusalCode.ProviderBusy, "This provider's machine has too many records to hand over. Try again soon.");
        return await link.Disclose(job, auditor, evidence, Task.Delay(AnswerPatience, time));
    }

    /// <summary>Such a machine is audited, and audits nobody: what is not attested gets no record to read, and the others may be gone any moment.</summary>
    public Task<SignedFinding> Audit(AuditTask task) => throw new RefusedException(RefusalCode.CallNotAllowed, "A machine that has dialled out audits nobody.");

    /// <summary>A machine that is not heard of any more is lost.</summary>
    private async Task Look()
    {
        if (_link is { } link && time.GetUtcNow() - link.HeardAt >= _limits.LostAfter) await Drop(link, "The provider's machine has lost its connection.");
    }

    /// <summary>Ends a connection: its answers are cut off, its offers leave the market.</summary>
    private async Task Drop(EdgeLink link, string reason)
    {
        if (_link == link) _link = null;
        var refusal = new Refusal(RefusalCode.EngineFailed, $"{reason} What was not delivered is not charged. Try again.");
        var lines = link.End(refusal);
        LogDropped(Id, reason, lines.Count);
        await GrainFactory.Provider(Id).Lost();
        // Who has got something pays for it, if the machine comes back to report it; else the hold ends at its deadline.
        await Task.WhenAll(lines.Where(static line => !line.HasDelivered).Select(line => GiveUp(line.Job, refusal)));
    }

    private async Task GiveUp(JobId job, Refusal refusal)
    {
        try
        {
            await GrainFactory.Job(job).Fail(refusal);
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // It has ended already, or its deadline ends it.
            LogNotEnded(job, e.GetType().Name, e.Message);
        }
    }

    private EdgeLink Present() => _link ?? throw new RefusedException(RefusalCode.ProviderUnknown, "This provider's machine is not connected. Try again, or choose another.");
}
