namespace Cocoon.Attestation.Appraisals;

/// <summary>The three results that are never merged into one: a genuine quote of an outdated machine is still genuine.</summary>
public enum CheckStage
{
    /// <summary>Are the bytes what the vendor's hardware signed?</summary>
    Validity = 0,

    /// <summary>How does the machine stand against what the vendor says today?</summary>
    Tcb = 1,

    /// <summary>Does the market, and the caller, want such a machine?</summary>
    Policy = 2,
}
