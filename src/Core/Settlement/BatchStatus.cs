namespace Cocoon.Core.Settlement;

/// <summary>How far a batch has come. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.batch-status")]
public enum BatchStatus
{
    /// <summary>Cut and stored; vouchers are being claimed.</summary>
    Written = 0,

    /// <summary>All its vouchers are claimed on chain; the payout is being sent.</summary>
    Claimed = 1,

    /// <summary>The payout is on chain. Final.</summary>
    Confirmed = 2,
}
