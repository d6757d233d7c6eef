using Cocoon.Core.Accounts;

namespace Cocoon.ClusterKit.Load;

/// <summary>What a client has signed for at most, and what the market has said it took.</summary>
internal sealed record SignedVouchers(AccountAddress Channel, long SignedNano, uint SignedSeqno, long TakenNano, uint TakenSeqno);
