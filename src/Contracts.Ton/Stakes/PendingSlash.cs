using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Ton.Stakes;

/// <summary>A slash that is announced and not yet ended.</summary>
/// <param name="Evidence">Hash of the evidence, 32 bytes.</param>
/// <param name="Amount">What it asks for; as much can not leave the stake.</param>
/// <param name="ExecutesAt">First second (Unix time) at which anyone may execute it, if it is not appealed.</param>
/// <param name="Appeal">Null when it is not appealed.</param>
public sealed record PendingSlash(HexBytes Evidence, Nano Amount, uint ExecutesAt, StakeAppeal? Appeal);
