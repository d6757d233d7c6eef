using Cocoon.Core.Money;

namespace Cocoon.CrashHost.Chaos;

/// <summary>A voucher in the client's memory.</summary>
public sealed record RememberedVoucher(Nano Amount, uint Seqno);
