using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Ton.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Login;

/// <summary>Gives a wallet's owner an API key, so that nobody has to be asked for the first one.</summary>
internal sealed class LoginEndpoint(LoginPayloads payloads, ProofChecker proofs, MarketCache market, IGrainFactory grains, IOptions<GatewayOptions> options, IEntropy entropy)
{
    private const string Form = "A login is {\"address\", \"network\", \"public_key\", \"state_init\", \"proof\": {\"timestamp\", \"domain\": {\"lengthBytes\", \"value\"}, \"payload\", \"signature\"}, \"key\": {\"name\", \"scope\"}}, as TON Connect gives the first five.";
    private const string DefaultName = "wallet";

    /// <summary>What the page shall have the wallet sign.</summary>
    public Task Payload(HttpContext http)
    {
        RequireOpen();
        var (payload, expires) = payloads.New();
        return AccountJson.Write(http, new { Payload = payload, ExpiresAt = expires });
    }

    /// <summary>Exchanges the wallet's proof for a key.</summary>
    public async Task Login(HttpContext http)
    {
        RequireOpen();
        var login = await AccountJson.Read<PostedLogin>(http, login => login.Key is null or { IsWhole: true }, Form, "login_malformed");
        var scope = login.Key?.Scope?.ToScope();
        if (!TryParse(login.Address, out var address)) throw ApiException.BadRequest(Form, "address", "login_malformed");
        var network = (await market.Parameters()).NetworkId;
        if (!int.TryParse(login.Network, out var claimed) || claimed != network)
            throw ApiException.BadRequest($"This market is on network {network}: switch the wallet to it.", "network", "wrong_network");
        var (proof, until) = await proofs.Check(address, login, http.RequestAborted);
        var key = ApiKey.New(address, entropy);
        var account = grains.Account(address);
        await account.Login(new HexBytes(proof), until, key.Id, login.Key?.Name ?? DefaultName, key.SecretHash, scope);
        var view = (await account.KeyViews()).Find(made => made.Id == key.Id)!;
        http.Response.StatusCode = StatusCodes.Status201Created;
        await AccountJson.Write(http, new { Account = address, Key = KeyAnswer.Of(view, key) });
    }

    private void RequireOpen()
    {
        if (options.Value.Login.Domains.Count == 0)
            throw new ApiException(404, ErrorTypes.InvalidRequest, "login_closed", "This gateway offers no login with a wallet. Its operator can open it (Gateway:LoginDomains).");
    }

    private static bool TryParse(string text, out AccountAddress address)
    {
        address = default;
        try
        {
            address = TonAddress.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
