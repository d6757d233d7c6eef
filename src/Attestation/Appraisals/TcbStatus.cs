namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// How a platform stands against its vendor's collateral, after Intel's words (TCB info v3, "tcbStatus"); other vendors know
/// only the first and the last three. Ordered from good to bad, so that the worst of several is their maximum.
/// </summary>
public enum TcbStatus
{
    UpToDate = 0,
    SwHardeningNeeded = 1,
    ConfigurationNeeded = 2,
    ConfigurationAndSwHardeningNeeded = 3,
    TdRelaunchAdvised = 4,
    TdRelaunchAdvisedConfigurationNeeded = 5,
    OutOfDate = 6,
    OutOfDateConfigurationNeeded = 7,
    Revoked = 8,

    /// <summary>No level fits, or the evidence is not valid.</summary>
    Unknown = 9,
}
