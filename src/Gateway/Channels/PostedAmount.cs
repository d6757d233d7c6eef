using Cocoon.Core.Money;

namespace Cocoon.Gateway.Channels;

/// <summary>An amount to withdraw.</summary>
internal sealed record PostedAmount(Nano AmountNano);
