using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;

namespace Cocoon.Grains.Edge;

/// <summary>The machine's side.</summary>
public sealed partial class EdgeGrain
{
    private const int SecretBytes = 32;
    private const int MaxChallenges = 8;

    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(1);

    private readonly List<(HexBytes Nonce, DateTimeOffset Until)> _challenges = [];

    public Task<byte[]> Challenge()
    {
        var nonce = new byte[ReportBinding.NonceBytes];
        entropy.Fill(nonce);
        if (_challenges.Count == MaxChallenges) _challenges.RemoveAt(0);
        _challenges.Add((new HexBytes(nonce), time.GetUtcNow() + ChallengeLife));
        return Task.FromResult(nonce);
    }

    public async Task<byte[]> Connect(byte[] evidence)
    {
        var now = time.GetUtcNow();
        if (EvidenceBundle.TryDecode(evidence) is not { } bundle) throw Refused(AttestationFailure.EvidenceMalformed, $"Send an evidence bundle of at most {EvidenceBundle.MaxBytes} bytes.");
        // Good once: whoever has seen it, such as a reader of the offer, cannot connect with it.
        if (_challenges.RemoveAll(challenge => challenge.Nonce == bundle.Nonce && challenge.Until > now) == 0)
            throw Refused(AttestationFailure.NonceMismatch, "Ask for a challenge, and make evidence for it.");
        var result = await verifier.Appraise(bundle, new BindingExpectation(Id, Nonce: bundle.Nonce), now);
        if (!result.IsAccepted) throw Refused(result.Failure, result.Detail);
        while (_link is { } former) await Drop(former, "The provider's machine has connected anew.");
        var secret = new byte[SecretBytes];
        entropy.Fill(secret);
        _link = new EdgeLink(secret, time.GetUtcNow());
        LogConnected(Id, result.Tier.Name());
        return secret;
    }

    public async Task<Appraisal> Register(byte[] connection, byte[] evidence, ImmutableList<Offer> offers)
    {
        Own(connection);
        return await GrainFactory.Provider(Id).RegisterEdge(evidence, offers);
    }

    public async Task<bool> Announce(byte[] connection)
    {
        Own(connection);
        return await GrainFactory.Provider(Id).Announce();
    }

    public async Task Drain(byte[] connection, bool draining)
    {
        Own(connection);
        await GrainFactory.Provider(Id).Drain(draining);
    }

    public async Task<ImmutableArray<EdgeOrder>> Work(byte[] connection, long after)
    {
        var link = Own(connection);
        var orders = await link.Orders(after, Task.Delay(_limits.Poll, time));
        link.Heard(time.GetUtcNow());
        return link.IsOver ? throw Ended() : orders;
    }

    public async Task<JobOrder> Begin(byte[] connection, JobId job, long leaseEpoch)
    {
        if (Own(connection).Line(job) is not { IsOver: false }) throw new RefusedException(RefusalCode.JobUnknown, "Nobody waits for this job here.");
        await RequireOwn(job);
        return await GrainFactory.Job(job).Begin(leaseEpoch);
    }

    public Task<EdgeWord> Deliver(byte[] connection, JobId job, long number, SealedChunk chunk)
    {
        var link = Own(connection);
        if (chunk.Sealed.Length + (chunk.Company ?? []).Sum(static next => (long)next.Sealed.Length) > MaxChunkBytes)
            throw new RefusedException(RefusalCode.RequestRefused, $"A chunk has at most {MaxChunkBytes} bytes.");
        return link.Line(job) is { } line ? line.Offer(number, chunk, Task.Delay(_limits.Poll, time)) : Task.FromResult(EdgeWord.Stop);
    }

    public Task<JobBill> Complete(byte[] connection, ProviderReceipt receipt, JobOrder order, TimeSpan? toFirstToken)
    {
        Own(connection);
        if (receipt.Receipt.Provider != Id) throw new RefusedException(RefusalCode.ReceiptInvalid, "The receipt is another provider's.");
        return GrainFactory.Job(receipt.Receipt.Job).Complete(receipt, order, toFirstToken);
    }

    public async Task Fail(byte[] connection, JobId job, Refusal reason)
    {
        Own(connection);
        await RequireOwn(job);
        await GrainFactory.Job(job).Fail(reason);
    }

    public Task End(byte[] connection, JobId job, Refusal reason)
    {
        Own(connection).Line(job)?.Fail(reason);
        return Task.CompletedTask;
    }

    public Task Proven(byte[] connection, long number, byte[]? evidence, Refusal? reason)
    {
        Own(connection).Proven(number, evidence is { Length: > EvidenceBundle.MaxBytes } ? null : evidence, reason);
        return Task.CompletedTask;
    }

    public Task Disclosed(byte[] connection, long number, Disclosure? disclosure, Refusal? reason)
    {
        var link = Own(connection);
        link.Disclosed(number, disclosure is { Sealed.Length: > ServedRecords.MaxBytes } ? null : disclosure, reason);
        return Task.CompletedTask;
    }

    public Task Leave(byte[] connection) => _link is { } link && link.Is(connection) ? Drop(link, "The provider's machine has stopped.") : Task.CompletedTask;

    /// <summary>The caller's connection, if it is the present one.</summary>
    private EdgeLink Own(byte[] connection)
    {
        if (_link is not { } link || !link.Is(connection)) throw Ended();
        link.Heard(time.GetUtcNow());
        return link;
    }

    /// <summary>Unlike a receipt, neither a start nor a failure is signed: the job itself says whose it is.</summary>
    private async Task RequireOwn(JobId job)
    {
        if ((await GrainFactory.Job(job).View()).Lease?.Provider != Id) throw new RefusedException(RefusalCode.JobUnknown, "This job is not leased to this provider.");
    }

    private static RefusedException Ended() => new(RefusalCode.CallNotAllowed, "This connection has ended. Connect anew.");

    private RefusedException Refused(AttestationFailure failure, string detail)
    {
        LogRefused(Id, failure);
        return new RefusedException(RefusalCode.EvidenceRefused, $"The evidence was not accepted: {failure}. {detail}");
    }
}
