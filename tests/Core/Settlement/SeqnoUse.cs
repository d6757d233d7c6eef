namespace Cocoon.Core.Tests.Settlement;

/// <summary>What used up one of the vault's sequence numbers.</summary>
internal enum SeqnoUse
{
    Paid,

    /// <summary>A batch of which not one payout left.</summary>
    Failed,
    Drawn,
}
