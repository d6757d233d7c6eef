using System.Text.Json.Serialization;
using Cocoon.Gateway.Accounts;

namespace Cocoon.Gateway.Login;

/// <summary>The body of POST /cocoon/v1/login: account and proof as TON Connect gives them, and the key that is wanted.</summary>
/// <param name="Address">Raw or friendly.</param>
/// <param name="Network">Global id of the network, such as "-239".</param>
/// <param name="Proof">The wallet's proof.</param>
/// <param name="PublicKey">What the wallet says is its key, in hex; checked against its contract. Default: what the contract says.</param>
/// <param name="StateInit">What the wallet is deployed with, in base64. Default: the contract on chain is asked.</param>
/// <param name="Key">Name and limits of the key. Default: "wallet", without limits.</param>
internal sealed record PostedLogin(
    string Address, string Network, PostedLogin.WalletProof Proof, string? PublicKey = null, string? StateInit = null, PostedKey? Key = null)
{
    /// <param name="Timestamp">Unix seconds.</param>
    /// <param name="Domain">Of the page that asked.</param>
    /// <param name="Payload">What the page gave to sign.</param>
    /// <param name="Signature">In base64.</param>
    /// <param name="StateInit">Some libraries put it here.</param>
    internal sealed record WalletProof(
        [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long Timestamp, SignedDomain Domain, string Payload, string Signature, string? StateInit = null);

    /// <param name="LengthBytes">Of the name in UTF-8.</param>
    /// <param name="Value">The name.</param>
    internal sealed record SignedDomain([property: JsonPropertyName("lengthBytes")] int LengthBytes, string Value);
}
