using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Gateway.Channels;

/// <summary>A voucher on the wire; the channel is the caller's.</summary>
internal sealed record PostedVoucher(Nano AmountNano, uint Seqno, HexBytes Signature);
