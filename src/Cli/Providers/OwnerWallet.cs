using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Cli.Providers;

/// <summary>The provider's wallet (V5R1), from a file with 24 words or a seed in hex.</summary>
internal sealed class OwnerWallet : IDisposable
{
    /// <summary>How long a transfer can be accepted.</summary>
    public const uint ValiditySeconds = 60;

    private readonly WalletV5R1 _wallet;

    private OwnerWallet(SigningKey key, int networkId) => (Key, _wallet) = (key, new WalletV5R1(key.PublicKey.Span, networkId));

    public SigningKey Key { get; }

    public AccountAddress Address => _wallet.Address;

    public StateInit Init => _wallet.Init;

    /// <summary>Makes a wallet of the folder's own, where there is none.</summary>
    /// <returns>Its file.</returns>
    public static string Create(ProviderFolder folder, bool asSeed)
    {
        var file = asSeed ? folder.SeedFile : folder.WordsFile;
        if (File.Exists(file)) return file;
        if (asSeed)
        {
            folder.Make();
            KeyFile.Create(file, new SystemEntropy()).Dispose();
            return file;
        }
        using var random = RandomNumberGenerator.Create();
        folder.Write(file, Mnemonic.Generate(random).Reveal());
        return file;
    }

    /// <exception cref="CliException">The file cannot be used; says why.</exception>
    public static OwnerWallet Open(string file, int networkId)
    {
        if (KeyFile.WhyNotSecret("--wallet-file", file) is { } why) throw new CliException(why);
        var text = KeyFile.ReadSecret(file);
        if (HexBytes.TryParse(text, out var seed) && seed.Length == SigningKey.SeedBytes) return new OwnerWallet(new SigningKey(seed.ToArray(), Ed25519.Default), networkId);
        try
        {
            return new OwnerWallet(Mnemonic.Parse(text).ToSigningKey(Ed25519.Default), networkId);
        }
        catch (MnemonicException e)
        {
            throw new CliException($"'{file}' holds no wallet: {e.Message} It takes {Mnemonic.WordCount} words, or a 32-byte seed as 64 hex digits.");
        }
    }

    /// <summary>The sequence number that the next transfer takes, and the chain's time.</summary>
    public async Task<(uint Seqno, uint Time)> Next(ITonClient ton, CancellationToken cancellationToken)
    {
        var account = await ton.GetAccountAsync(Address, cancellationToken);
        return (WalletV5R1.Seqno(account.Data), account.SyncTime);
    }

    /// <summary>Sends under a sequence number, which a second transfer cannot use as well, and waits until the wallet has done so.</summary>
    public async Task Send(ITonClient ton, InternalMessage message, (uint Seqno, uint Time) at, CancellationToken cancellationToken)
    {
        await ton.SendAsync(_wallet.CreateTransfer(Key, at.Seqno, at.Time + ValiditySeconds, [message], Ed25519.Default), cancellationToken);
        await ChainWait.Until(async () => (await Next(ton, cancellationToken)).Seqno > at.Seqno, "the wallet's transfer", cancellationToken);
    }

    public void Dispose() => Key.Dispose();
}
