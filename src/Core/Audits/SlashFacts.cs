using Cocoon.Core.Crypto;

namespace Cocoon.Core.Audits;

/// <summary>A slash that is pending, as the chain shows it.</summary>
/// <param name="Evidence">What it was announced with.</param>
/// <param name="ExecutesAt">First second (Unix time) at which anyone may execute it, if it is not appealed.</param>
/// <param name="LapsesAt">First second (Unix time) at which anyone may drop it, because the arbiter's time is over; null when it is not appealed.</param>
public sealed record SlashFacts(HexBytes Evidence, long ExecutesAt, long? LapsesAt)
{
    /// <summary>First second (Unix time) at which anyone may end it.</summary>
    public long DueAt => LapsesAt ?? ExecutesAt;
}
