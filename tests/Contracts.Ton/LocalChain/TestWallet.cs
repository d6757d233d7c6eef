using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>A wallet on the local chain, with a key made of one byte.</summary>
internal sealed class TestWallet(LocalChainNode chain, byte number) : IDisposable
{
    private readonly WalletV5R1 _wallet = new(KeyOf(number).PublicKey.Span, TonNetwork.Local);

    public SigningKey Key { get; } = KeyOf(number);

    public AccountAddress Address => _wallet.Address;

    public async Task SendAsync(params InternalMessage[] messages) => await chain.Client.SendAsync(await SignAsync(60, messages));

    /// <param name="seconds">From the chain's clock until the transfer expires.</param>
    /// <param name="messages">What to send.</param>
    public async Task<Cell> SignAsync(int seconds, params InternalMessage[] messages)
    {
        var account = await chain.Client.GetAccountAsync(Address);
        return _wallet.CreateTransfer(Key, WalletV5R1.Seqno(account.Data), (uint)(account.SyncTime + seconds), messages, Ed25519.Default);
    }

    public void Dispose() => Key.Dispose();

    private static SigningKey KeyOf(byte number) => new([.. Enumerable.Repeat(number, 32)], Ed25519.Default);
}
