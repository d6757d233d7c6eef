using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>
/// What a client signs: "of this channel, <see cref="Amount"/> in all is the market's". Cumulative, so an old voucher is
/// harmless: only the one with the largest amount counts.
/// </summary>
/// <param name="Channel">The channel contract; binds the voucher to one contract and, through its address, to one client.</param>
/// <param name="Amount">Cumulative amount since the channel was opened; only grows.</param>
/// <param name="Seqno">Grows by at least one with every voucher.</param>
[GenerateSerializer, Immutable, Alias("cocoon.voucher")]
public sealed record Voucher(
    [property: Id(0)] AccountAddress Channel,
    [property: Id(1)] Nano Amount,
    [property: Id(2)] uint Seqno);
