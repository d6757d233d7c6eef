namespace Cocoon.Ton.Tests.Wallets;

public sealed record WalletVectors(WalletVectors.AddressVector[] Addresses, WalletVectors.TransferVector[] Transfers)
{
    public sealed record AddressVector(string Seed, string PublicKey, int Network, ushort Subwallet, string Address);

    /// <param name="Seed">Of the owner's key.</param>
    /// <param name="Network">Global id.</param>
    /// <param name="Seqno">The wallet's.</param>
    /// <param name="ValidUntil">Unix seconds.</param>
    /// <param name="Body">Of the messages that have one.</param>
    /// <param name="Sends">The messages.</param>
    /// <param name="SignedHash">Hash of the external message's body.</param>
    /// <param name="Hash">Hash of the external message.</param>
    public sealed record TransferVector(string Seed, int Network, uint Seqno, uint ValidUntil, string Body, SendVector[] Sends, string SignedHash, string Hash);

    public sealed record SendVector(string To, long Value, bool Bounce, bool WithBody);
}
