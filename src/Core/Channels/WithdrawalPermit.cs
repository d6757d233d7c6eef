using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>The market's promise that the owner may withdraw; the amount stays reserved until the permit cannot be used any more.</summary>
/// <param name="Total">Cumulative amount withdrawn after it is used.</param>
/// <param name="ValidUntil">Unix seconds by the chain's clock; the contract refuses it afterwards.</param>
[GenerateSerializer, Immutable, Alias("cocoon.withdrawal-permit")]
public sealed record WithdrawalPermit([property: Id(0)] Nano Total, [property: Id(1)] uint ValidUntil);
