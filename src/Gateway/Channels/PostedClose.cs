using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Gateway.Channels;

/// <summary>The client's signature under a close agreement with this final amount.</summary>
internal sealed record PostedClose(Nano AmountNano, HexBytes Signature);
