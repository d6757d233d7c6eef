namespace Cocoon.Attestation.Tdx.Quotes;

/// <summary>A TDX quote whose lengths all agree. Nothing in it has been verified. Refers to the bytes it was read from.</summary>
internal sealed class TdxQuote
{
    public required int Version { get; init; }

    /// <summary>Header, body descriptor (version 5) and body: what the attestation key signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required TdReport Body { get; init; }

    /// <summary>Signature of the attestation key, r and s.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The attestation key, x and y.</summary>
    public required ReadOnlyMemory<byte> AttestationKey { get; init; }

    public required QeReport QeReport { get; init; }

    /// <summary>Signature of the PCK over the QE report, r and s.</summary>
    public required ReadOnlyMemory<byte> QeReportSignature { get; init; }

    /// <summary>What the quoting enclave hashed along with the attestation key.</summary>
    public required ReadOnlyMemory<byte> QeAuthData { get; init; }

    /// <summary>The PCK chain, PEM.</summary>
    public required ReadOnlyMemory<byte> PckPem { get; init; }
}
