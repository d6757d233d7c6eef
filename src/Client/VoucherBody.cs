using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>A voucher on the wire; its channel is known from the context.</summary>
public sealed record VoucherBody(Nano AmountNano, uint Seqno, HexBytes Signature);
