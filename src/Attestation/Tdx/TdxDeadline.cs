using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx;

/// <summary>The first thing that a verdict rests on and that ends. Not thread-safe.</summary>
internal sealed class TdxDeadline
{
    private (AttestationFailure Failure, string What) _first;

    public DateTimeOffset At { get; private set; } = DateTimeOffset.MaxValue;

    /// <param name="end">When it ends.</param>
    /// <param name="failure">What the verdict will fail with.</param>
    /// <param name="what">What it is, for people.</param>
    public void Add(DateTimeOffset end, AttestationFailure failure, string what)
    {
        if (end >= At) return;
        At = end;
        _first = (failure, what);
    }

    public Finding ToFinding() => new(_first.Failure, _first.What, "", "", [], At);
}
