using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>One transfer of a batch from the vault to a provider's wallet.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.payout")]
public sealed record Payout([property: Id(0)] AccountAddress Provider, [property: Id(1)] Nano Amount);
