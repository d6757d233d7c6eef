using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>How statuses of several parts become one, and what a status that is not accepted is called.</summary>
internal static class TcbStatuses
{
    /// <summary>The worst of two, which keeps the need for configuration when the other is merely worse.</summary>
    public static TcbStatus Worst(TcbStatus a, TcbStatus b)
    {
        var (better, worse) = a < b ? (a, b) : (b, a);
        var needsConfiguration = better is TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSwHardeningNeeded
            or TcbStatus.TdRelaunchAdvisedConfigurationNeeded or TcbStatus.OutOfDateConfigurationNeeded;
        return worse switch
        {
            TcbStatus.ConfigurationNeeded when better == TcbStatus.SwHardeningNeeded => TcbStatus.ConfigurationAndSwHardeningNeeded,
            TcbStatus.TdRelaunchAdvised when needsConfiguration => TcbStatus.TdRelaunchAdvisedConfigurationNeeded,
            TcbStatus.OutOfDate when needsConfiguration => TcbStatus.OutOfDateConfigurationNeeded,
            _ => worse,
        };
    }

    public static bool IsOutOfDate(TcbStatus status) => status is TcbStatus.OutOfDate or TcbStatus.OutOfDateConfigurationNeeded;

    public static AttestationFailure FailureOf(TcbStatus status) => status switch
    {
        TcbStatus.UpToDate => AttestationFailure.None,
        TcbStatus.SwHardeningNeeded => AttestationFailure.TcbSwHardeningNeeded,
        TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSwHardeningNeeded => AttestationFailure.TcbConfigurationNeeded,
        TcbStatus.TdRelaunchAdvised or TcbStatus.TdRelaunchAdvisedConfigurationNeeded => AttestationFailure.TdRelaunchAdvised,
        TcbStatus.OutOfDate or TcbStatus.OutOfDateConfigurationNeeded => AttestationFailure.TcbOutOfDate,
        TcbStatus.Revoked => AttestationFailure.TcbRevoked,
        _ => AttestationFailure.TcbLevelNotFound,
    };
}
