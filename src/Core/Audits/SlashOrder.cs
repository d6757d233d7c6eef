using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audits;

/// <summary>A slash that a dispute asks for.</summary>
/// <param name="Stake">The provider's stake contract.</param>
/// <param name="Amount">How much.</param>
/// <param name="Evidence">What goes on chain with it: <see cref="AuditEncoding.Evidence"/>.</param>
[GenerateSerializer, Immutable, Alias("cocoon.slash-order")]
public sealed record SlashOrder([property: Id(0)] AccountAddress Stake, [property: Id(1)] Nano Amount, [property: Id(2)] HexBytes Evidence)
{
    /// <summary>The message that was signed last, written before it is sent; null before the first.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ChainAttempt? Attempt { get; init; }

    /// <summary>What the last message says. Default: <see cref="SlashMessage.Announce"/>.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public SlashMessage Says { get; init; }
}
