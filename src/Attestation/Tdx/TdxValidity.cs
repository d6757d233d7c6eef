using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tdx.Quotes;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx;

/// <summary>Checks T1 to T7 and T9: did a quoting enclave of a genuine platform sign these bytes? Thread-safe.</summary>
internal sealed class TdxValidity(PckChains chains, int capacity)
{
    private const CheckStage Stage = CheckStage.Validity;
    private readonly BoundedCache<HexBytes, AttestationKey> _keys = new(capacity);

    public int Count => _keys.Count;

    public bool TryCheck(ReadOnlyMemory<byte> raw, DateTimeOffset at, CheckLog log, [NotNullWhen(true)] out TdxClaims? claims, [NotNullWhen(true)] out ValidTdxQuote? valid)
    {
        (claims, valid) = (null, null);
        if (!TryRead(raw, log, out var quote) || !TryCheckSignatures(quote, at, log, out var chain)) return false;
        if (!log.Add("T9", Stage, "platform in the PCK certificate", chain.Extension is null ? AttestationFailure.PckExtension : AttestationFailure.None,
            chain.Extension is { } found ? $"FMSPC {found.Fmspc}, PCE id {found.PceId}." : "The certificate must name FMSPC, PCE id, PPID and all SVNs, each once.")) return false;
        claims = new TdxClaims(quote, chain, chain.Extension!, SignedHash(quote, chain));
        valid = new ValidTdxQuote(quote, chain, chain.Extension!);
        return true;
    }

    private static bool TryRead(ReadOnlyMemory<byte> raw, CheckLog log, [NotNullWhen(true)] out TdxQuote? quote)
    {
        var isRead = TdxQuoteParser.TryParse(raw, out quote, out var fault);
        foreach (var (id, title) in (ReadOnlySpan<(string, string)>)[("T1", "header and body"), ("T2", "key type, TEE and quoting enclave"), ("T3", "signature data")])
        {
            var failed = !isRead && fault.Check == id;
            if (!log.Add(id, Stage, title, failed ? fault.Failure : AttestationFailure.None, failed ? fault.Detail : "")) return false;
        }
        return isRead;
    }

    private bool TryCheckSignatures(TdxQuote quote, DateTimeOffset at, CheckLog log, [NotNullWhen(true)] out PckChain? chain)
    {
        chain = null;
        var id = KeyId(quote);
        _keys.TryGet(id, out var known);
        var key = known?.Key ?? VerifyingKey.TryCreate(quote.AttestationKey.Span);
        var isKept = known is not null;
        try
        {
            var signature = key is null ? AttestationFailure.QuoteMalformed : key.Verify(quote.Signed.Span, quote.Signature.Span) ? AttestationFailure.None : AttestationFailure.QuoteSignature;
            if (!log.Add("T4", Stage, "quote signature", signature, key is null ? "The attestation key is no point of P-256." : "")) return false;
            if (!log.Add("T5", Stage, "attestation key bound to the quoting enclave", IsBound(quote) ? AttestationFailure.None : AttestationFailure.QeBinding)) return false;
            var holds = chains.TryCheck(quote.PckPem.Span, at, out chain, out var refusal);
            if (!log.Add("T7", Stage, "PCK chain to Intel's root", refusal.Failure, refusal.Detail) || !holds) return false;
            var isVouchedFor = known?.IsVouchedFor(chain!.LeafKey, quote.QeReportSignature.Span) == true || chain!.LeafKey.Verify(quote.QeReport.Bytes.Span, quote.QeReportSignature.Span);
            if (!log.Add("T6", Stage, "QE report signed by the PCK", isVouchedFor ? AttestationFailure.None : AttestationFailure.QeReportSignature)) return false;
            if (!isKept) _keys.Add(id, new AttestationKey(key!, chain!.LeafKey.Point, quote.QeReportSignature.ToArray()));
            isKept = true;
            return true;
        }
        finally
        {
            if (!isKept) key?.Dispose();
        }
    }

    /// <summary>The first half of the QE's report data is the hash of key and authentication data, the second is zero.</summary>
    private static bool IsBound(TdxQuote quote)
    {
        Span<byte> wanted = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(wanted, quote.AttestationKey.Span, quote.QeAuthData.Span);
        var found = quote.QeReport.ReportData;
        return found[..wanted.Length].SequenceEqual(wanted) && !found[wanted.Length..].ContainsAnyExcept((byte)0);
    }

    private static HexBytes KeyId(TdxQuote quote)
    {
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(id, quote.AttestationKey.Span, quote.QeReport.Bytes.Span);
        return new HexBytes(id);
    }

    private static HexBytes SignedHash(TdxQuote quote, PckChain chain)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(hash, quote.Signed.Span, chain.LeafKey.Point);
        return new HexBytes(hash);
    }

    private static void Hash(Span<byte> destination, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.GetHashAndReset(destination);
    }
}
