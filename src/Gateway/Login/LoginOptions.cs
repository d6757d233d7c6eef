namespace Cocoon.Gateway.Login;

/// <summary>Login with a wallet (TON Connect).</summary>
public sealed class LoginOptions
{
    /// <summary>Domains of the web pages that may ask wallets for a proof, such as "app.example", as wallets show them to people. Default: none, which closes login.</summary>
    public IReadOnlyList<string> Domains { get; set; } = [];

    /// <summary>
    /// 32 bytes that all gateways of a market share, so that each takes payloads of the others. Default: null, made anew by each
    /// process, which does for one gateway.
    /// </summary>
    public IReadOnlyList<byte>? Secret { get; set; }
}
