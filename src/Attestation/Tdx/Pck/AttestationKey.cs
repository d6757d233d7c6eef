using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.Tdx.Pck;

/// <summary>An attestation key whose QE report a PCK has signed. Survives disposal, as its key does.</summary>
/// <param name="Key">The key.</param>
/// <param name="PckPoint">The PCK that signed, x and y.</param>
/// <param name="ReportSignature">The signature that was found good: any other is checked anew.</param>
internal sealed record AttestationKey(VerifyingKey Key, byte[] PckPoint, byte[] ReportSignature) : IDisposable
{
    public bool IsVouchedFor(VerifyingKey pck, ReadOnlySpan<byte> reportSignature) => reportSignature.SequenceEqual(ReportSignature) && pck.Point.AsSpan().SequenceEqual(PckPoint);

    public void Dispose() => Key.Dispose();
}
