using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Wallets;

/// <summary>Wallet V4R2: V3 with plugins, up to four messages. Source: ton-blockchain/wallet-contract. Thread-safe.</summary>
public sealed class WalletV4R2 : IWallet
{
    private const byte SimpleSend = 0;

    private readonly uint _walletId;

    /// <param name="publicKey">Owner's Ed25519 key, 32 bytes.</param>
    /// <param name="walletId">Tells wallets of one key apart; the same on all networks. Default: 698983191.</param>
    public WalletV4R2(ReadOnlySpan<byte> publicKey, uint walletId = WalletRequest.DefaultWalletId)
    {
        WalletRequest.RequireKey(publicKey);
        _walletId = walletId;
        Init = new StateInit(WalletV4R2Code.Cell, new CellBuilder()
            .StoreUInt(0, 32)           // seqno
            .StoreUInt(walletId, 32)
            .StoreBytes(publicKey)
            .StoreBit(false)            // no plugins
            .Build());
        Address = Init.GetAddress();
    }

    public StateInit Init { get; }

    public AccountAddress Address { get; }

    public int MaxMessages => Cell.MaxRefs;

    public uint ReadSeqno(Cell? data) => data?.BeginParse().LoadUInt32() ?? 0;

    public Cell CreateTransfer(SigningKey key, uint seqno, uint validUntil, IReadOnlyCollection<InternalMessage> messages, IEd25519 ed25519)
    {
        WalletRequest.RequireCount(messages.Count, MaxMessages);
        var request = new CellBuilder().StoreUInt(_walletId, 32).StoreUInt(validUntil, 32).StoreUInt(seqno, 32).StoreUInt(SimpleSend, 8);
        WalletRequest.StoreMessages(request, messages);
        return ExternalMessage.Create(Address, WalletRequest.SignedInFront(request.Build(), key, ed25519), seqno == 0 ? Init : null);
    }
}
