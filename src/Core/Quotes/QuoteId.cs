using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Quotes;

/// <summary>
/// A quote's id names who gave it: one byte of workchain, 32 of the wallet, 16 of the request's nonce. It is no secret, since
/// only the account that it was given to may use it.
/// </summary>
public static class QuoteId
{
    public const int NonceLength = 16;

    private const int HashLength = 32;
    private const int Length = 1 + HashLength + NonceLength;

    /// <param name="provider">Who gives the quote.</param>
    /// <param name="nonce">16 bytes.</param>
    public static HexBytes Of(AccountAddress provider, HexBytes nonce)
    {
        Invariant.Require(nonce.Length == NonceLength, "I3", "a quote's nonce has 16 bytes");
        return new HexBytes([unchecked((byte)provider.Workchain), .. provider.Hash, .. nonce.ToArray()]);
    }

    /// <returns>False where the bytes are no quote's id.</returns>
    public static bool TryProvider(HexBytes id, out AccountAddress provider)
    {
        provider = default;
        if (id.Length != Length) return false;
        var bytes = id.ToArray();
        provider = AccountAddress.From(unchecked((sbyte)bytes[0]), bytes.AsSpan(1, HashLength));
        return true;
    }
}
