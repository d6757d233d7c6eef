namespace Cocoon.Ton.Tests.Wallets;

/// <param name="Version">v3r2 or v4r2.</param>
/// <param name="WalletId">Null for the default.</param>
/// <param name="Seed">Of the owner's key.</param>
/// <param name="Address">The wallet's address.</param>
/// <param name="Data">Its initial data.</param>
/// <param name="Seqno">The wallet's.</param>
/// <param name="ValidUntil">Unix seconds.</param>
/// <param name="Body">Of the messages that have one.</param>
/// <param name="Sends">The messages.</param>
/// <param name="SignedHash">Hash of the external message's body.</param>
/// <param name="Hash">Hash of the external message.</param>
public sealed record OlderWalletVector(
    string Version, uint? WalletId, string Seed, string Address, string Data, uint Seqno, uint ValidUntil, string Body,
    WalletVectors.SendVector[] Sends, string SignedHash, string Hash);
