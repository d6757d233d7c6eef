using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Cli.Dev;

/// <summary>A person's wallet on the development network.</summary>
internal sealed class DevWallet(SigningKey key, ITonClient client)
{
    private const uint ValiditySeconds = 60;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WalletV5R1 _wallet = new(key.PublicKey.Span, TonNetwork.Local);

    public AccountAddress Address => _wallet.Address;

    public async Task<Nano> Balance(CancellationToken cancellationToken) => (await client.GetAccountAsync(Address, cancellationToken)).Balance;

    /// <summary>Sends messages and waits until the wallet has done so.</summary>
    public async Task Send(IReadOnlyCollection<InternalMessage> messages, CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(Address, cancellationToken);
        var seqno = WalletV5R1.Seqno(account.Data);
        await client.SendAsync(_wallet.CreateTransfer(key, seqno, account.SyncTime + ValiditySeconds, messages, Ed25519.Default), cancellationToken);
        await Until(async () => WalletV5R1.Seqno((await client.GetAccountAsync(Address, cancellationToken)).Data) > seqno, "the wallet's transfer", cancellationToken);
    }

    /// <summary>Waits for something to show on chain.</summary>
    public static async Task Until(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (!await condition()) await Task.Delay(Poll, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"The chain did not show {what} within {Patience.TotalSeconds:0} s.");
        }
    }
}
