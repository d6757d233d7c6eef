using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Wallets;

/// <summary>
/// Wallet V5R1: the standard wallet of today, up to 255 messages for one signature. Source: wallet-contract-v5. Thread-safe.
/// </summary>
public sealed class WalletV5R1 : IWallet
{
    /// <summary>Messages in one external message at most.</summary>
    public const int MaxMessages = OutList.MaxActions;

    /// <summary>Highest number of a wallet under one key.</summary>
    public const ushort MaxSubwallet = 0x7fff;

    private const uint SignedExternal = 0x7369676e; // "sign"

    private readonly uint _walletId;

    /// <param name="publicKey">Owner's Ed25519 key, 32 bytes.</param>
    /// <param name="networkId">Global id of the network; part of the address.</param>
    /// <param name="subwallet">Number of the wallet under this key, 0 to 32767.</param>
    public WalletV5R1(ReadOnlySpan<byte> publicKey, int networkId, ushort subwallet = 0)
    {
        WalletRequest.RequireKey(publicKey);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subwallet, MaxSubwallet);
        // Client context: one bit 1, workchain 0, version 0, subwallet; mixed with the network's id.
        _walletId = (0x8000_0000u | subwallet) ^ (uint)networkId;
        Init = new StateInit(WalletV5R1Code.Cell, new CellBuilder()
            .StoreBit(true)             // signatures are allowed
            .StoreUInt(0, 32)           // seqno
            .StoreUInt(_walletId, 32)
            .StoreBytes(publicKey)
            .StoreBit(false)            // no extensions
            .Build());
        Address = Init.GetAddress();
    }

    public StateInit Init { get; }

    public AccountAddress Address { get; }

    int IWallet.MaxMessages => MaxMessages;

    /// <summary>The next sequence number from an account's data; 0 for a wallet that is not deployed.</summary>
    public static uint Seqno(Cell? data) => data is null ? 0 : data.BeginParse().SkipBits(1).LoadUInt32();

    public uint ReadSeqno(Cell? data) => Seqno(data);

    /// <inheritdoc />
    public Cell CreateTransfer(SigningKey key, uint seqno, uint validUntil, IReadOnlyCollection<InternalMessage> messages, IEd25519 ed25519)
    {
        WalletRequest.RequireCount(messages.Count, MaxMessages);
        var actions = OutList.Create(messages, WalletRequest.Mode);
        var request = new CellBuilder()
            .StoreUInt(SignedExternal, 32)
            .StoreUInt(_walletId, 32)
            .StoreUInt(validUntil, 32)
            .StoreUInt(seqno, 32)
            .StoreMaybeRef(actions)
            .StoreBit(false)            // no extended actions
            .Build();
        var body = new CellBuilder().StoreCell(request).StoreBytes(ed25519.Sign(key, request.Hash)).Build();
        return ExternalMessage.Create(Address, body, seqno == 0 ? Init : null);
    }
}
