using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Wallets;

/// <summary>What the wallet versions have in common.</summary>
internal static class WalletRequest
{
    public const byte Mode = SendMode.PayFeesSeparately | SendMode.IgnoreErrors;

    /// <summary>Wallet id of V3 and V4 wallets in the basechain: a constant of the ecosystem, on all networks.</summary>
    public const uint DefaultWalletId = 698_983_191;

    public static void RequireCount(int count, int max)
    {
        if (count < 1 || count > max) throw new ArgumentException($"This wallet sends 1 to {max} messages in one transfer, not {count}. Send the rest in another one.");
    }

    public static void RequireKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != 32) throw new ArgumentException("A public key has 32 bytes.", nameof(publicKey));
    }

    /// <summary>V3 and V4: the signature comes first, then what is signed.</summary>
    public static Cell SignedInFront(Cell request, SigningKey key, IEd25519 ed25519) =>
        new CellBuilder().StoreBytes(ed25519.Sign(key, request.Hash)).StoreCell(request).Build();

    public static void StoreMessages(CellBuilder builder, IEnumerable<InternalMessage> messages)
    {
        foreach (var message in messages) builder.StoreUInt(Mode, 8).StoreRef(message.ToCell());
    }
}
