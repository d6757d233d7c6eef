namespace Cocoon.Attestation.Evidence;

/// <summary>
/// Evidence for development machines without a TEE. It carries the same report data that hardware would sign, and nothing
/// that proves it; verifiers give it the tier "simulated" and refuse it on mainnet.
/// </summary>
public static class SimulatedEvidence
{
    private static ReadOnlySpan<byte> Header => "cocoon.simulated-evidence.v1\n"u8;

    public static MachineEvidence Create(ReportBinding binding) =>
        new(EvidenceKind.Simulated, (byte[])[.. Header, .. binding.ReportData()]);

    /// <summary>The 64 bytes of report data; null when the bytes are not simulated evidence.</summary>
    internal static byte[]? ReportData(ReadOnlySpan<byte> raw) =>
        raw.Length == Header.Length + 64 && raw.StartsWith(Header) ? raw[Header.Length..].ToArray() : null;
}
