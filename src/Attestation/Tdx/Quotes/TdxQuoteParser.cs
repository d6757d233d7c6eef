using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.Tdx.Quotes;

/// <summary>
/// Reads TDX quotes, version 4 and 5 (Intel TDX DCAP Quoting Library API, appendix A). Each length must be exactly what is
/// there, since bytes that nobody looks at are bytes that anybody may change. Copies nothing, never throws.
/// </summary>
internal static class TdxQuoteParser
{
    /// <summary>Longest quote read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Most zero bytes after a quote; those who hand quotes out in fixed buffers leave some.</summary>
    public const int MaxTrailingZeros = 4096;

    private const int HeaderBytes = 48;
    private const int DescriptorBytes = 6;
    private const ushort EcdsaP256 = 2;
    private const uint TdxTee = 0x81;
    private const ushort QeCertification = 6;
    private const ushort PckChainPem = 5;

    // 939a7233-f79c-4ca9-940a-0db3957f0607
    private static ReadOnlySpan<byte> IntelQe => [0x93, 0x9A, 0x72, 0x33, 0xF7, 0x9C, 0x4C, 0xA9, 0x94, 0x0A, 0x0D, 0xB3, 0x95, 0x7F, 0x06, 0x07];

    public static bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out TdxQuote? quote, out QuoteFault fault)
    {
        quote = null;
        if (!TryFindBody(raw.Span, out var bodyAt, out var bodyBytes, out fault)) return false;
        if (HeaderFault(raw.Span) is { } header)
        {
            fault = header;
            return false;
        }
        return TryReadSignature(raw, bodyAt, bodyBytes, out quote, out fault);
    }

    private static bool TryFindBody(ReadOnlySpan<byte> raw, out int at, out int bytes, out QuoteFault fault)
    {
        (at, bytes, fault) = (HeaderBytes, TdReport.BytesOfTdx10, default);
        if (raw.Length is < HeaderBytes or > MaxBytes) return Fail("T1", AttestationFailure.QuoteMalformed, $"A quote of {raw.Length} bytes; it has {HeaderBytes} to {MaxBytes}.", out fault);
        var version = BinaryPrimitives.ReadUInt16LittleEndian(raw);
        // Version 3 is SGX's: its TEE type tells that apart from an unknown version.
        if (version == 3 && BinaryPrimitives.ReadUInt32LittleEndian(raw[4..]) == 0) return Fail("T2", AttestationFailure.UnsupportedTee, "An SGX quote; TDX is wanted.", out fault);
        if (version is not (4 or 5)) return Fail("T1", AttestationFailure.QuoteVersion, $"Version {version}; 4 and 5 are known.", out fault);
        if (version == 5)
        {
            if (raw.Length < HeaderBytes + DescriptorBytes) return Fail("T1", AttestationFailure.QuoteMalformed, "The quote ends before its body.", out fault);
            var type = BinaryPrimitives.ReadUInt16LittleEndian(raw[HeaderBytes..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(raw[(HeaderBytes + 2)..]);
            at = HeaderBytes + DescriptorBytes;
            bytes = type switch { 2 => TdReport.BytesOfTdx10, 3 => TdReport.BytesOfTdx15, _ => 0 };
            if (bytes == 0 || size != bytes) return Fail("T1", AttestationFailure.BodyType, $"Body type {type} of {size} bytes; TDX has type 2 of 584 and type 3 of 648.", out fault);
        }
        return raw.Length >= at + bytes || Fail("T1", AttestationFailure.QuoteMalformed, "The quote ends in its body.", out fault);
    }

    private static QuoteFault? HeaderFault(ReadOnlySpan<byte> raw)
    {
        var key = BinaryPrimitives.ReadUInt16LittleEndian(raw[2..]);
        if (key != EcdsaP256) return new QuoteFault("T2", AttestationFailure.AttestationKeyType, $"Attestation key type {key}; 2 (ECDSA P-256) is known.");
        var tee = BinaryPrimitives.ReadUInt32LittleEndian(raw[4..]);
        if (tee != TdxTee) return new QuoteFault("T2", AttestationFailure.UnsupportedTee, $"TEE type 0x{tee:x}; TDX is 0x81.");
        return raw.Slice(12, 16).SequenceEqual(IntelQe) ? null : new QuoteFault("T2", AttestationFailure.QeVendor, "The quoting enclave is not Intel's.");
    }

    private static bool TryReadSignature(ReadOnlyMemory<byte> raw, int bodyAt, int bodyBytes, [NotNullWhen(true)] out TdxQuote? quote, out QuoteFault fault)
    {
        quote = null;
        var signed = raw[..(bodyAt + bodyBytes)];
        var rest = raw[signed.Length..];
        if (!TryTakeSized(ref rest, out var data)) return Fail("T3", AttestationFailure.QuoteMalformed, "The signature data is longer than what is left.", out fault);
        if (rest.Length > MaxTrailingZeros || rest.Span.ContainsAnyExcept((byte)0)) return Fail("T3", AttestationFailure.TrailingData, $"{rest.Length} bytes after the quote; only zeros are allowed, and {MaxTrailingZeros} of them.", out fault);
        if (!TryTake(ref data, 64, out var signature) || !TryTake(ref data, VerifyingKey.PointBytes, out var key) || !TryTakeCertification(ref data, out var type, out var certification) || !data.IsEmpty)
            return Fail("T3", AttestationFailure.QuoteMalformed, "The parts of the signature data do not fill it exactly.", out fault);
        if (type != QeCertification) return Fail("T3", AttestationFailure.CertDataType, $"Certification data of type {type}; 6 (QE report) is known.", out fault);
        if (!TryTake(ref certification, QeReport.Length, out var report) || !TryTake(ref certification, 64, out var reportSignature)
            || !TryTakeShortSized(ref certification, out var auth) || !TryTakeCertification(ref certification, out var chainType, out var chain) || !certification.IsEmpty)
            return Fail("T3", AttestationFailure.QuoteMalformed, "The parts of the QE certification data do not fill it exactly.", out fault);
        if (chainType != PckChainPem) return Fail("T3", AttestationFailure.CertDataType, $"Inner certification data of type {chainType}; 5 (PCK chain) is known.", out fault);
        fault = default;
        quote = new TdxQuote
        {
            Version = BinaryPrimitives.ReadUInt16LittleEndian(raw.Span),
            Signed = signed,
            Body = new TdReport(raw.Slice(bodyAt, bodyBytes)),
            Signature = signature,
            AttestationKey = key,
            QeReport = new QeReport(report),
            QeReportSignature = reportSignature,
            QeAuthData = auth,
            PckPem = chain,
        };
        return true;
    }

    private static bool TryTakeCertification(ref ReadOnlyMemory<byte> rest, out ushort type, out ReadOnlyMemory<byte> data)
    {
        (type, data) = (0, default);
        if (!TryTake(ref rest, 2, out var number)) return false;
        type = BinaryPrimitives.ReadUInt16LittleEndian(number.Span);
        return TryTakeSized(ref rest, out data);
    }

    private static bool TryTakeSized(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> data)
    {
        data = default;
        if (!TryTake(ref rest, 4, out var number)) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(number.Span);
        return size <= (uint)rest.Length && TryTake(ref rest, (int)size, out data);
    }

    private static bool TryTakeShortSized(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> data)
    {
        data = default;
        return TryTake(ref rest, 2, out var number) && TryTake(ref rest, BinaryPrimitives.ReadUInt16LittleEndian(number.Span), out data);
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, int size, out ReadOnlyMemory<byte> taken)
    {
        taken = default;
        if (rest.Length < size) return false;
        taken = rest[..size];
        rest = rest[size..];
        return true;
    }

    private static bool Fail(string check, AttestationFailure failure, string detail, out QuoteFault fault)
    {
        fault = new QuoteFault(check, failure, detail);
        return false;
    }
}
