using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Ton;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;

namespace Cocoon.ClusterKit.Network;

/// <summary>One paying client of a cluster under test: its account, its channel, its API key and its voucher key. Worth nothing outside the local chain.</summary>
/// <param name="Account">Wallet address; the wallet itself is never used.</param>
/// <param name="Channel">Its channel's contract.</param>
/// <param name="ApiKey">As sent in the header.</param>
/// <param name="VoucherSeed">Seed of the voucher key.</param>
internal sealed record ClusterClient(AccountAddress Account, AccountAddress Channel, string ApiKey, HexBytes VoucherSeed)
{
    /// <summary>A client with fresh keys.</summary>
    /// <param name="channelOf">The channel's address for an owner and a voucher key.</param>
    public static ClusterClient New(Func<AccountAddress, HexBytes, AccountAddress> channelOf)
    {
        var seed = new HexBytes(RandomNumberGenerator.GetBytes(SigningKey.SeedBytes));
        using var voucher = new SigningKey(seed.ToArray(), Ed25519.Default);
        var account = new WalletV5R1(voucher.PublicKey.Span, TonNetwork.Local).Address;
        return new ClusterClient(account, channelOf(account, new HexBytes(voucher.PublicKey.Span)), Core.Accounts.ApiKey.New(account, new SystemEntropy()).Reveal(), seed);
    }
}
