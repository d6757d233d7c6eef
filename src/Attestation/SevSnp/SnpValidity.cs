using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.SevSnp.Paravisor;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.SevSnp;

/// <summary>Checks S1 to S5: are these bytes what an AMD chip signed? Thread-safe; its caches change nothing but the time.</summary>
internal sealed class SnpValidity(IReadOnlyDictionary<SnpProduct, RootPin> roots, int cacheCapacity)
{
    private const CheckStage Stage = CheckStage.Validity;

    private readonly BoundedCache<HexBytes, SnpChain> _chains = new(cacheCapacity);
    private readonly BoundedCache<HexBytes, RevocationList> _crls = new(4 * roots.Count);

    public int CachedChains => _chains.Count;

    /// <returns>Null when a check failed; it is the last one of the log.</returns>
    public SnpGenuine? Check(MachineEvidence evidence, AppraisalContext context, CheckLog log)
    {
        var raw = evidence.Raw;
        ParavisorEvidence? paravisor = null;
        if (ParavisorEvidence.IsParavisor(raw.Span))
        {
            var isRead = ParavisorEvidence.TryParse(raw, out paravisor);
            if (!log.Add("S1", Stage, "form of the paravisor's report", isRead ? AttestationFailure.None : AttestationFailure.ReportMalformed, isRead ? "" : "It starts like an HCL report and does not go on like one.")) return null;
            raw = paravisor!.Report;
        }
        var isReport = SnpReport.TryParse(raw, out var report, out var failure, out var detail);
        if (!log.Add("S1", Stage, "form of the report", failure, detail) || !isReport) return null;
        var isEncoded = SnpSignature.TryRead(report!.Signature, out var signature);
        if (!log.Add("S2", Stage, "form of the signature", isEncoded ? AttestationFailure.None : AttestationFailure.SignatureEncoding,
            isEncoded ? "" : "r and s are numbers below the order of P-384, little-endian in 72 bytes each, and zeros follow.")) return null;

        var certificates = SnpEndorsements.Find(evidence, report, context.Collateral, out failure, out detail);
        var chain = certificates is null ? null : ChainOf(certificates, context.At, out failure, out detail);
        if (!log.Add("S4", Stage, "certificate chain to AMD's root", failure, detail) || chain is null) return null;
        if (!CheckCrl(chain, context, log, out var crl)) return null;
        if (!CheckLeaf(report, chain.Leaf, log)) return null;

        var isSigned = IsSigned(chain, certificates!, context.At, report, signature!);
        if (!log.Add("S3", Stage, "signature of the report", isSigned ? AttestationFailure.None : AttestationFailure.ReportSignature,
            isSigned ? "" : "The key of the certificate did not sign this report.")) return null;
        if (paravisor is not null && !CheckRuntimeClaims(report, paravisor, log)) return null;
        var crlEnd = crl?.NextUpdate;
        return new SnpGenuine(report, chain, paravisor, crlEnd < chain.NotAfter ? crlEnd.Value : chain.NotAfter, crlEnd);
    }

    private SnpChain? ChainOf(List<ReadOnlyMemory<byte>> certificates, DateTimeOffset at, out AttestationFailure failure, out string detail)
    {
        var key = KeyOf(certificates);
        if (_chains.TryGet(key, out var known) && known.NotBefore <= at && at <= known.NotAfter)
        {
            (failure, detail) = (AttestationFailure.None, Describe(known));
            return known;
        }
        var chain = SnpChain.TryLoad(certificates, roots, at, out failure, out detail);
        if (chain is null) return null;
        chain = _chains.Add(key, chain);
        detail = Describe(chain);
        return chain;
    }

    private bool CheckCrl(SnpChain chain, AppraisalContext context, CheckLog log, out RevocationList? crl)
    {
        const string title = "authority not revoked";
        crl = null;
        var key = SnpEndorsements.CrlKey(chain.Leaf.Product);
        if (context.Collateral.Find(key.Kind, key.Id) is not { } item)
        {
            // The list says how the authority stands today, not whether the chip signed; without one that is left open.
            var isNeeded = context.Policy.Snp is not { RequireCrl: false };
            log.Add("S4", CheckStage.Tcb, title, isNeeded ? AttestationFailure.CollateralMissing : AttestationFailure.None,
                isNeeded ? $"'{key}' is not in the collateral. AMD's key distribution service has it." : $"not looked up: '{key}' is not in the collateral, and the policy does without");
            return true;
        }
        using var root = X509CertificateLoader.LoadCertificate(chain.Root);
        using var authority = X509CertificateLoader.LoadCertificate(chain.Authority);
        crl = CrlOf(item.Body, item.Hash, root, out var failure);
        if (crl is null) return log.Add("S4", Stage, title, failure, $"'{key}' is not a revocation list of AMD's root for {chain.Leaf.Product}.");
        if (context.At < crl.ThisUpdate || context.At > crl.NextUpdate)
            return log.Add("S4", Stage, title, AttestationFailure.CrlExpired, $"'{key}' counts from {crl.ThisUpdate:u} to {crl.NextUpdate:u}. Fetch a new one.");
        var isRevoked = crl.Contains(authority);
        return log.Add("S4", Stage, title, isRevoked ? AttestationFailure.AskRevoked : AttestationFailure.None,
            isRevoked ? $"AMD revoked the authority with serial number {authority.SerialNumber}." : $"list of {crl.ThisUpdate:u}");
    }

    private RevocationList? CrlOf(ReadOnlyMemory<byte> der, HexBytes hash, X509Certificate2 root, out AttestationFailure failure)
    {
        failure = AttestationFailure.None;
        var key = new HexBytes(SHA256.HashData([.. hash.ToArray(), .. root.RawDataMemory.Span]));
        if (_crls.TryGet(key, out var known)) return known;
        var crl = RevocationList.TryParse(der);
        failure = crl is null ? AttestationFailure.CollateralMalformed : crl.IsSignedBy(root) ? AttestationFailure.None : AttestationFailure.CrlSignature;
        if (failure != AttestationFailure.None) return null;
        return _crls.Add(key, crl!);
    }

    private static bool CheckLeaf(SnpReport report, SnpLeaf leaf, CheckLog log)
    {
        if (leaf.SigningKey != report.SigningKey)
            return log.Add("S5", Stage, "kind of certificate", AttestationFailure.SigningKeyKind, $"The report says that a {report.SigningKey} signed it; the certificate is of a {leaf.SigningKey}.");
        var isProduct = !report.HasCpuId || report.Product == leaf.Product;
        if (!log.Add("S5", Stage, "product", isProduct ? AttestationFailure.None : AttestationFailure.ProductMismatch,
            isProduct ? leaf.Product.ToString() : $"The report is of {report.CpuId}, the certificate of {leaf.Product}.")) return false;
        if (leaf.ChipId is { } chip)
        {
            var isChip = report.ChipId[..chip.Length].SequenceEqual(chip) && !report.ChipId[chip.Length..].ContainsAnyExcept((byte)0);
            if (!log.Add("S5", Stage, "chip", isChip ? AttestationFailure.None : AttestationFailure.ChipIdMismatch,
                isChip ? "" : $"The report is of chip {Short(report.ChipId)}, the certificate of {Short(chip)}.")) return false;
        }
        else log.Add("S5", Stage, "cloud", AttestationFailure.None, leaf.Cloud!);
        var reported = SnpTcb.Read(report.ReportedTcb, leaf.Product);
        return log.Add("S5", Stage, "security versions of the key", reported == leaf.Tcb ? AttestationFailure.None : AttestationFailure.TcbMismatch,
            reported == leaf.Tcb ? "" : $"The report has {reported}; the certificate is for {leaf.Tcb}.");
    }

    private bool IsSigned(SnpChain chain, List<ReadOnlyMemory<byte>> certificates, DateTimeOffset at, SnpReport report, byte[] signature)
    {
        if (chain.Verify(report.Signed.Span, signature) is { } verdict) return verdict;
        // The cache let go of it in the meantime.
        using var own = SnpChain.TryLoad(certificates, roots, at, out _, out _);
        return own?.Verify(report.Signed.Span, signature) == true;
    }

    private static bool CheckRuntimeClaims(SnpReport report, ParavisorEvidence paravisor, CheckLog log)
    {
        var named = SHA256.HashData(paravisor.Claims.Span);
        var isNamed = report.ReportData.StartsWith(named) && !report.ReportData[named.Length..].ContainsAnyExcept((byte)0);
        return log.Add("S10", Stage, "runtime claims of the paravisor", isNamed ? AttestationFailure.None : AttestationFailure.RuntimeClaims,
            isNamed ? "" : "The report data is not the SHA-256 of the claims, followed by zeros.");
    }

    private static HexBytes KeyOf(List<ReadOnlyMemory<byte>> certificates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var der in certificates)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, der.Length);
            hash.AppendData(length);
            hash.AppendData(der.Span);
        }
        return new HexBytes(hash.GetHashAndReset());
    }

    private static string Describe(SnpChain chain) => $"{chain.Leaf.Product}, {(chain.Leaf.ChipId is null ? "VLEK" : "VCEK")} until {chain.LeafNotAfter:u}";

    private static string Short(ReadOnlySpan<byte> chip) => chip.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(chip)[..16] + "..." : "zero";
}
