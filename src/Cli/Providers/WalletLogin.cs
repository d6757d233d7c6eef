using System.Text.Json;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;

namespace Cocoon.Cli.Providers;

/// <summary>Gets an API key for the wallet's account, by a proof that the wallet signs (TON Connect's ton_proof).</summary>
internal static class WalletLogin
{
    private const string KeyName = "provider";

    /// <param name="http">The gateway.</param>
    /// <param name="wallet">Whose account.</param>
    /// <param name="networkId">Of the market.</param>
    /// <param name="domain">
    /// Signed into the proof. It has to be the one that the person named, never one that the gateway asks for: else a gateway
    /// could have a proof made that opens the wallet's account elsewhere.
    /// </param>
    /// <param name="now">The time of the signature.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The key.</returns>
    public static async Task<string> GetKey(ProviderHttp http, OwnerWallet wallet, int networkId, string domain, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payload = (await http.Ask<JsonElement>(HttpMethod.Post, "cocoon/v1/login/payload", null, cancellationToken)).GetProperty("payload").GetString()!;
        var time = now.ToUnixTimeSeconds();
        var signature = Ed25519.Default.Sign(wallet.Key, TonProof.Digest(wallet.Address, domain, time, payload));
        var answer = await http.Ask<JsonElement>(HttpMethod.Post, "cocoon/v1/login", new
        {
            Address = wallet.Address.Raw,
            Network = networkId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            StateInit = Convert.ToBase64String(Boc.Write(wallet.Init.ToCell())),
            Proof = new
            {
                Timestamp = time,
                Domain = new Dictionary<string, object> { ["lengthBytes"] = System.Text.Encoding.UTF8.GetByteCount(domain), ["value"] = domain },
                Payload = payload,
                Signature = Convert.ToBase64String(signature),
            },
            Key = new { Name = KeyName },
        }, cancellationToken);
        return answer.GetProperty("key").GetProperty("key").GetString()!;
    }
}
