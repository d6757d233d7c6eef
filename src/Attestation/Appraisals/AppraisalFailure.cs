namespace Cocoon.Attestation.Appraisals;

/// <summary>Why evidence was not accepted; a closed list used in logs, metrics and errors.</summary>
public enum AppraisalFailure
{
    None = 0,
    UnknownKind = 1,
    Malformed = 2,
    BindingMismatch = 3,
    SimulatedOnMainnet = 4,
}
