using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Inspection;

/// <summary>Evidence as somebody has it in a file, told by its own bytes: nothing is decided by a name or an ending.</summary>
/// <param name="Description">What it is, for people.</param>
/// <param name="Parts">Each piece of evidence in it, the CPU's first.</param>
/// <param name="Bundle">The bundle that the parts came in; null for evidence by itself.</param>
public sealed record EvidenceFile(string Description, ImmutableArray<MachineEvidence> Parts, EvidenceBundle? Bundle = null)
{
    /// <summary>Longest file that is read, in bytes.</summary>
    public const int MaxBytes = 4 << 20;

    private const int QuoteHeaderBytes = 48;
    private const uint TdxTee = 0x81;

    /// <summary>GET_MEASUREMENTS of SPDM 1.1 with nonce and slot; the answer follows it.</summary>
    private const int SpdmRequestBytes = 37;

    /// <param name="bytes">The file: binary, or the same in hex or base64 as text.</param>
    /// <param name="endorsements">Certificates that belong to it, PEM or DER; empty for none.</param>
    /// <exception cref="FormatException">It is no evidence of a known kind; the message lists those.</exception>
    public static EvidenceFile Recognise(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> endorsements = default)
    {
        if (bytes.Length > MaxBytes) throw new FormatException($"It has {bytes.Length} bytes; evidence has at most {MaxBytes}.");
        return Binary(bytes, endorsements) ?? Text(bytes, endorsements) ?? throw new FormatException(
            "It is no evidence that is known: a TDX quote, SEV-SNP report, evidence of NVIDIA GPUs (JSON), NRAS bundle, Azure token or evidence bundle (CEB1), as such, in hex or in base64.");
    }

    private static EvidenceFile? Binary(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> endorsements)
    {
        var span = bytes.Span;
        if (span.StartsWith("CEB1"u8)) return OfBundle(bytes);
        if (SimulatedEvidence.ReportData(span) is not null) return One("simulated evidence", EvidenceKind.Simulated, bytes, endorsements);
        if (SevSnp.Paravisor.ParavisorEvidence.IsParavisor(span)) return One("SEV-SNP report of a paravisor", EvidenceKind.SevSnp, bytes, endorsements);
        if (span.Length > QuoteHeaderBytes && BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) == TdxTee && BinaryPrimitives.ReadUInt16LittleEndian(span) < 16)
            return One("Intel TDX quote", EvidenceKind.Tdx, bytes, endorsements);
        if (span.Length > SpdmRequestBytes + 2 && span is [0x11, 0xE0, ..] && span[SpdmRequestBytes..] is [0x11, 0x60, ..])
            return One("evidence of an NVIDIA GPU", EvidenceKind.NvidiaGpu, bytes, endorsements);
        return span.Length == SevSnp.SnpReport.Bytes && BinaryPrimitives.ReadUInt32LittleEndian(span) < 16 ? One("AMD SEV-SNP report", EvidenceKind.SevSnp, bytes, endorsements) : null;
    }

    private static EvidenceFile OfBundle(ReadOnlyMemory<byte> bytes) => EvidenceBundle.TryDecode(bytes) is { } bundle
        ? new EvidenceFile($"evidence bundle of a CPU and {bundle.Gpus.Length} GPU part(s)", [bundle.Cpu, .. bundle.Gpus], bundle)
        : throw new FormatException("It starts like an evidence bundle (CEB1) and does not go on like one: it was cut or altered.");

    private static EvidenceFile? Text(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> endorsements)
    {
        if (bytes.Span.ContainsAnyExceptInRange((byte)'\t', (byte)'~')) return null;
        var text = Encoding.ASCII.GetString(bytes.Span).Trim();
        if (text.StartsWith('[') || text.StartsWith('{')) return Json(text);
        if (text.Split('.') is [{ Length: > 0 }, { Length: > 0 }, _]) return One("Azure Attestation token", EvidenceKind.AzureToken, Encoding.ASCII.GetBytes(text), endorsements);
        return Decode(text) is { } decoded ? Binary(decoded, endorsements) : null;
    }

    private static byte[]? Decode(string text)
    {
        var packed = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
        if (packed.Length > 0 && packed.Length % 2 == 0 && packed.All(char.IsAsciiHexDigit)) return Convert.FromHexString(packed);
        var decoded = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, decoded, out var written) ? decoded[..written] : null;
    }

    private static EvidenceFile? Json(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String)
                return One("Azure Attestation token", EvidenceKind.AzureToken, Encoding.UTF8.GetBytes(token.GetString()!), default);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("evidences", out var evidences)) root = evidences;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0) return null;
            if (root[0].ValueKind == JsonValueKind.Array) return One("bundle of NVIDIA's attestation service (NRAS)", EvidenceKind.NrasToken, Encoding.UTF8.GetBytes(text), default);
            var gpus = root.EnumerateArray().Select(Gpu).ToImmutableArray();
            return gpus.Length <= EvidenceBundle.MaxGpus && gpus.All(gpu => gpu is not null) ? new EvidenceFile($"evidence of {gpus.Length} NVIDIA GPU(s)", [.. gpus.OfType<MachineEvidence>()]) : null;
        }
        catch (JsonException e)
        {
            throw new FormatException($"It looks like JSON and cannot be read as such: {e.Message}", e);
        }
    }

    /// <summary>One GPU of what NVIDIA's programs write: "evidence" and "certificate", both base64.</summary>
    private static MachineEvidence? Gpu(JsonElement gpu)
    {
        if (gpu.ValueKind != JsonValueKind.Object || !gpu.TryGetProperty("evidence", out var evidence) || !gpu.TryGetProperty("certificate", out var chain)) return null;
        return evidence.ValueKind == JsonValueKind.String && chain.ValueKind == JsonValueKind.String && evidence.TryGetBytesFromBase64(out var raw) && chain.TryGetBytesFromBase64(out var pem)
            ? new MachineEvidence(EvidenceKind.NvidiaGpu, raw, pem)
            : null;
    }

    private static EvidenceFile One(string description, EvidenceKind kind, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> endorsements) =>
        new(description, [new MachineEvidence(kind, raw, endorsements)]);
}
