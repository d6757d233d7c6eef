namespace Cocoon.Attestation.Inspection;

/// <summary>The outcome of looking at evidence, from good to bad. The numbers are the exit codes of "cocoon attest"; 1 is any other error.</summary>
public enum InspectionOutcome
{
    /// <summary>Everything that was asked holds.</summary>
    Good = 0,

    /// <summary>Genuine and up to date, and not what the policy wants.</summary>
    PolicyRefuses = 2,

    /// <summary>Genuine, but its platform is behind, or how it stands could not be told.</summary>
    TcbFails = 3,

    /// <summary>Not what the vendor's hardware signed.</summary>
    NotGenuine = 4,

    /// <summary>There is no evidence to look at.</summary>
    NoEvidence = 5,
}
