namespace Cocoon.Grains.Chain;

public enum PayoutFate
{
    /// <summary>The vault has not taken this seqno yet.</summary>
    NotSeen = 0,

    /// <summary>Every payout of the batch left the vault.</summary>
    Paid = 1,

    /// <summary>The seqno was used up, but the action phase failed and nothing left.</summary>
    Rejected = 2,

    /// <summary>The seqno was used up by a provider that drew its earnings by proof.</summary>
    UsedByDraw = 3,
}
