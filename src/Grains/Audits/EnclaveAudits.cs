using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Grains.Audits;

/// <summary>
/// An enclave's part in audits (docs/audits.md): hands what it served to another attested enclave, and runs again what others
/// served. The market asks for both and reads neither prompt nor answer. Thread-safe.
/// </summary>
/// <param name="enclave">This machine's keys, models and records.</param>
/// <param name="verifier">Appraises auditors.</param>
/// <param name="networkId">The TON network.</param>
/// <param name="entropy">Keys of seals.</param>
/// <param name="time">The clock.</param>
public sealed class EnclaveAudits(Enclave enclave, IMachineVerifier verifier, int networkId, IEntropy entropy, TimeProvider time)
{
    /// <summary>Ends a run that takes longer, before the market's patience does.</summary>
    private static readonly TimeSpan ReplayPatience = TimeSpan.FromMinutes(4);

    /// <summary><see cref="IInferenceGrain.Disclose"/>.</summary>
    public async Task<Disclosure> Disclose(JobId job, AccountAddress auditor, byte[] evidence)
    {
        if (enclave.Served.Find(job, time.GetUtcNow()) is not { } found) throw new RefusedException(RefusalCode.JobUnknown, "This machine keeps no record of the job.");
        var (record, bytes) = found;
        try
        {
            if (auditor == enclave.Provider) throw new RefusedException(RefusalCode.CallNotAllowed, "Nobody audits himself.");
            var bundle = EvidenceBundle.TryDecode(evidence) ?? throw new RefusedException(RefusalCode.EvidenceRefused, "The auditor's evidence cannot be read.");
            var result = await verifier.Appraise(bundle, new BindingExpectation(auditor, IsRelayed: true), time.GetUtcNow());
            if (!result.IsAccepted) throw new RefusedException(RefusalCode.EvidenceRefused, $"The auditor's machine is not trusted: {result.Failure}.");
            // The caller agreed to a machine such as this one: no weaker one gets to read it.
            if (!result.Tier.Satisfies(record.Lease.Appraisal.Tier)) throw new RefusedException(RefusalCode.TierNotMet, $"The auditor's machine is of tier {result.Tier.Name()}, the job ran on {record.Lease.Appraisal.Tier.Name()}.");
            RequireWelcome(bytes, auditor, result);
            return Seal(record, bytes, result);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary><see cref="IInferenceGrain.Audit"/>.</summary>
    public async Task<SignedFinding> Audit(AuditTask task)
    {
        var receipt = task.Receipt.Receipt;
        using var place = enclave.TryEnterAudit() ?? throw new RefusedException(RefusalCode.ProviderBusy, "This machine audits another job now.");
        using var running = enclave.Enter();
        var model = enclave.Model(receipt.Model);
        using var entered = model?.TryEnter(time.GetTimestamp());
        if (model is null || entered is null || model.WeightHash != receipt.WeightHash) throw new RefusedException(RefusalCode.NoOffer, $"This machine does not serve these weights of '{receipt.Model}'.");
        using var patience = new CancellationTokenSource(ReplayPatience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, model.Lost);
        try
        {
            return await new Replay(enclave, task, networkId, time).Run(model.Engine, stop.Token);
        }
        catch (EngineBusyException)
        {
            throw new RefusedException(RefusalCode.ProviderBusy, "All slots of this machine's engine are in use, and its queue is full.");
        }
    }

    /// <summary>Whoever the caller would not have been served by does not read it as an auditor either. Regions are known to the market only.</summary>
    private static void RequireWelcome(byte[] record, AccountAddress auditor, AppraisalResult result)
    {
        var wishes = ServedRequest.Parse(AuditRecord.TryDecode(record)!.Request).Market;
        var isNamed = (string wallet) => AccountAddress.TryParse(wallet, out var named) && named == auditor;
        var isWelcome = (wishes.Allow.Count == 0 || wishes.Allow.Any(isNamed)) && !wishes.Deny.Any(isNamed)
            && (wishes.Policy is not { } policy || policy == result.PolicyHash.ToString()) && wishes.Regions.Count == 0;
        if (!isWelcome) throw new RefusedException(RefusalCode.CallNotAllowed, "The caller's own conditions keep this auditor out.");
    }

    private Disclosure Seal(ServedRecord record, byte[] bytes, AppraisalResult auditor)
    {
        var appraisal = auditor.ToAppraisal().Hash;
        var terms = SealingTerms.Of(record.Lease, networkId) with { AppraisalHash = appraisal, Purpose = SealingPurpose.Audit };
        if (!SealedRequest.TrySeal(auditor.Claims.SealingKey, terms, bytes, entropy, out var message, out var answer, out var failure))
            throw new RefusedException(RefusalCode.RequestRefused, $"The record cannot be sealed: {failure}.");
        answer.Dispose();
        return new Disclosure(message, appraisal, enclave.Sign(new AuditStatement(record.Job, record.Receipt, AuditRecord.Hash(bytes), auditor.Claims.SealingKey)));
    }
}
