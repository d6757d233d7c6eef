using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Nvidia;

/// <summary>The first end of all that a verdict rests on. Not thread-safe.</summary>
internal sealed class GpuDeadline(DateTimeOffset chainEnd)
{
    private AttestationFailure _failure = AttestationFailure.CertificateExpired;
    private string _component = "device chain";

    public DateTimeOffset At { get; private set; } = chainEnd;

    public void Add(DateTimeOffset end, AttestationFailure failure, string component)
    {
        if (end >= At) return;
        (At, _failure, _component) = (end, failure, component);
    }

    public Finding ToFinding() => new(_failure, _component, "", "", [], At);
}
