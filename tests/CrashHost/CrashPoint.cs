namespace Cocoon.CrashHost;

/// <summary>Moments at which the process dies, in the order of a job's life.</summary>
public enum CrashPoint
{
    Never,
    AfterHold,
    AfterFirstToken,
    AfterReceiptWritten,
    AfterPost,
    AfterPush,
    AfterBatchWritten,
    AfterClaimSent,
    AfterPayoutSent,
    AfterBatchConfirmed,
}
