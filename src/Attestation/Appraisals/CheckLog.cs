using System.Collections.Immutable;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Writes down the checks of one appraisal, in order. Not thread-safe.</summary>
internal sealed class CheckLog
{
    private readonly ImmutableArray<Check>.Builder _checks = ImmutableArray.CreateBuilder<Check>(24);

    public ImmutableArray<Check> Checks => _checks.ToImmutable();

    public bool HasFailed(CheckStage stage) => _checks.Any(check => check.Stage == stage && !check.Passed);

    /// <summary>Writes down a check that holds or not.</summary>
    /// <returns><paramref name="failure"/> is none: the check held.</returns>
    public bool Add(string id, CheckStage stage, string title, AttestationFailure failure, string detail = "")
    {
        _checks.Add(new Check(id, stage, title, failure, detail));
        return failure == AttestationFailure.None;
    }
}
