using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Client;

/// <summary>Names a transaction of a known account.</summary>
/// <param name="Lt">Logical time.</param>
/// <param name="Hash">Hash of the transaction's cell, 32 bytes.</param>
public sealed record TransactionId(ulong Lt, HexBytes Hash);
