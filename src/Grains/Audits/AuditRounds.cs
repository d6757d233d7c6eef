using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Audits;

/// <summary>
/// Has a job run again by a machine that served it not: chooses the auditor by chance, has the record handed over, and checks
/// every signature. Called from grains, in their turns.
/// </summary>
internal sealed class AuditRounds(IGrainFactory grains, MarketAuditors own, IMachineVerifier verifier, IEd25519 ed25519, IEntropy entropy, TimeProvider time)
{
    /// <summary>Auditors that are asked at most, one after the other: so many providers, then so many of the market's own.</summary>
    private const int MostAuditors = 3;

    /// <param name="drawn">The job.</param>
    /// <param name="parties">Who may not run it again: the provider that served, and auditors that were heard.</param>
    public async Task<AuditRound> Run(AuditCase drawn, params IReadOnlyCollection<AccountAddress> parties)
    {
        var receipt = drawn.Receipt.Receipt;
        AuditRound round = new(AuditOutcome.NoAuditor, null, null);
        await foreach (var auditor in Auditors(receipt, parties))
        {
            if (await Appraised(auditor) is not { } machine) continue;
            var (disclosure, isSilent) = await Disclosed(drawn, auditor, machine);
            if (isSilent) return round with { Outcome = AuditOutcome.RecordMissing };
            if (disclosure is null) continue;
            round = round with { Statement = disclosure.Statement };
            if (await Found(drawn, disclosure, auditor, machine.Result) is { } finding) return round with { Outcome = finding.Finding.Outcome, Finding = finding };
        }
        return round;
    }

    /// <summary>The word of the provider that served, given once more for an auditor that was heard, where there is no other machine to give it for.</summary>
    public async Task<SignedStatement?> Word(AuditCase drawn, AccountAddress heard) =>
        await Appraised(heard) is { } machine ? (await Disclosed(drawn, heard, machine)).Disclosure?.Statement : null;

    /// <summary>
    /// Providers first, then the market's own machines: those are there for the models of one provider alone, and a processor
    /// that runs a card's answer again is slower and allows for more rounding.
    /// </summary>
    private async IAsyncEnumerable<AccountAddress> Auditors(Receipt receipt, IReadOnlyCollection<AccountAddress> parties)
    {
        foreach (var provider in await Providers(receipt, parties)) yield return provider;
        var asked = 0;
        foreach (var auditor in own.Wallets.Except(parties).Select(wallet => (Wallet: wallet, Draw: Draw())).OrderBy(static own => own.Draw).Select(static own => own.Wallet))
        {
            if (!await Serves(auditor, receipt)) continue;
            yield return auditor;
            if (++asked == MostAuditors) yield break;
        }
    }

    /// <summary>Offers of the same weights on machines no weaker, those with a free slot first, otherwise in an order that nobody can know before.</summary>
    private async Task<IReadOnlyList<AccountAddress>> Providers(Receipt receipt, IReadOnlyCollection<AccountAddress> parties)
    {
        var now = time.GetUtcNow();
        var able = (await grains.Market(receipt.Model).Snapshot())
            .Where(offer => offer.FreshUntil > now && !offer.IsEdge && !parties.Contains(offer.Provider) && offer.Offer.WeightHash == receipt.WeightHash && offer.Tier.Satisfies(receipt.Tier))
            .Select(offer => (Offer: offer, Draw: Draw())).ToList();
        return [.. able.OrderBy(static seen => IsFull(seen.Offer)).ThenBy(static seen => seen.Draw).Take(MostAuditors).Select(static seen => seen.Offer.Provider)];
    }

    private static bool IsFull(RoutableOffer offer) => offer.InUse >= offer.Offer.Slots;

    /// <summary>Whether one of the market's own auditors has these weights, on a machine no weaker.</summary>
    private async Task<bool> Serves(AccountAddress auditor, Receipt receipt)
    {
        try
        {
            var facts = await grains.Provider(auditor).Facts();
            return facts is { IsDraining: false, HasLeft: false, Tier: { } tier } && facts.AppraisedUntil > time.GetUtcNow() && tier.Satisfies(receipt.Tier)
                && facts.Models.Exists(model => model.Offer is { AuditsOnly: true } offer && offer.Model == receipt.Model && offer.WeightHash == receipt.WeightHash);
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // Its twin is on its way to another silo; there may be others.
            return false;
        }
    }

    private long Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        entropy.Fill(bytes);
        return BitConverter.ToInt64(bytes);
    }

    /// <summary>The auditor's evidence and what it is worth now; null when it is not at hand or not accepted.</summary>
    private async Task<(byte[] Evidence, AppraisalResult Result)?> Appraised(AccountAddress auditor)
    {
        try
        {
            var evidence = await grains.Provider(auditor).Evidence();
            if (EvidenceBundle.TryDecode(evidence) is not { } bundle) return null;
            var result = await verifier.Appraise(bundle, new BindingExpectation(auditor, IsRelayed: true), time.GetUtcNow());
            return result.IsAccepted ? (evidence, result) : null;
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // It is leaving the market; there may be others.
            return null;
        }
    }

    /// <summary>The record for this auditor; or that the provider does not hand it over, which is its own fault.</summary>
    private async Task<(Disclosure? Disclosure, bool IsSilent)> Disclosed(AuditCase drawn, AccountAddress auditor, (byte[] Evidence, AppraisalResult Result) machine)
    {
        var receipt = drawn.Receipt;
        try
        {
            var disclosure = await grains.Inference(receipt.Receipt.Provider, drawn.IsEdge).Disclose(receipt.Receipt.Job, auditor, machine.Evidence);
            var said = disclosure.Statement.Statement;
            var isItsWord = disclosure.Statement.EnclaveKey == receipt.EnclaveKey && said.Job == receipt.Receipt.Job && said.Receipt == receipt.Receipt.Hash()
                && said.AuditorKey == machine.Result.Claims.SealingKey && IsSigned(receipt.EnclaveKey, said.Hash(), disclosure.Statement.Signature);
            return isItsWord ? (disclosure, false) : (null, true);
        }
        catch (RefusedException refused)
        {
            // Not this auditor, for the caller's sake. Everything else is silence.
            return (null, refused.Code is not (RefusalCode.TierNotMet or RefusalCode.EvidenceRefused or RefusalCode.CallNotAllowed));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return (null, true);
        }
    }

    /// <summary>The auditor's finding; null when it is busy, gone, or does not say anything that counts.</summary>
    private async Task<SignedFinding?> Found(AuditCase drawn, Disclosure disclosure, AccountAddress auditor, AppraisalResult machine)
    {
        try
        {
            var signed = await grains.Inference(auditor).Audit(new AuditTask(drawn.Receipt, drawn.MaxCompletionTokens, disclosure));
            var finding = signed.Finding;
            var isItsWord = finding.Auditor == auditor && finding.Job == drawn.Receipt.Receipt.Job && finding.Receipt == drawn.Receipt.Receipt.Hash()
                && finding.Record == disclosure.Statement.Statement.Record && finding.Outcome != AuditOutcome.NoAuditor
                && signed.EnclaveKey == machine.Claims.ReceiptKey && IsSigned(signed.EnclaveKey, finding.Hash(), signed.Signature);
            if (!isItsWord) await Shirked(drawn, auditor);
            return isItsWord ? signed : null;
        }
        catch (RefusedException)
        {
            // Busy, or it serves something else by now: both happen to the honest.
            return null;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            await Shirked(drawn, auditor);
            return null;
        }
    }

    private Task Shirked(AuditCase drawn, AccountAddress auditor) =>
        grains.Provider(auditor).Judged(new Judgement(drawn.Receipt.Receipt.Job, drawn.Receipt.Receipt.Model, JudgementKind.ShirkedAudit));

    private bool IsSigned(HexBytes key, HexBytes hash, HexBytes signature) => ed25519.Verify(key.ToArray(), hash.ToArray(), signature.ToArray());
}
