using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

/// <summary>
/// A signed message written down before it is sent, so that a crash resends these bytes and never builds others while they
/// may still be accepted.
/// </summary>
/// <param name="Message">The external message as a bag of cells.</param>
/// <param name="ValidUntil">Unix seconds; the contract refuses it afterwards.</param>
/// <param name="Seqno">The sequence number it uses up: of the wallet for claims, of the vault for payouts.</param>
[GenerateSerializer, Immutable, Alias("cocoon.chain-attempt")]
public sealed record ChainAttempt([property: Id(0)] HexBytes Message, [property: Id(1)] uint ValidUntil, [property: Id(2)] uint Seqno);
