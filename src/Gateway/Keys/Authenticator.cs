using Cocoon.Core.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Keys;

/// <summary>Turns the Authorization header into an account.</summary>
internal sealed class Authenticator(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Chooses among an account's channels; the first pays otherwise.</summary>
    public const string ChannelHeader = "x-cocoon-channel";

    private const string Scheme = "Bearer ";

    public async Task<Caller> Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw new ApiException(401, ErrorTypes.InvalidRequest, null,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
        }
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !ApiKey.TryParse(header[Scheme.Length..].Trim(), out var key))
            throw new ApiException(401, ErrorTypes.InvalidRequest, "invalid_api_key", "Incorrect API key provided.");
        var caller = new Caller(key, await Idempotent.Call(() => grains.Account(key.Account).Authenticate(key.SecretHash), time, http.RequestAborted));
        if (caller.Scope?.Origins is { } origins && !origins.Contains(http.Request.Headers.Origin.ToString()))
            throw new ApiException(403, ErrorTypes.InvalidRequest, "origin_not_allowed", "This API key may be used from certain web pages only, and this request does not come from one of them.");
        return caller;
    }

    /// <summary>A caller whose key has no limits, and who therefore speaks for the account.</summary>
    public async Task<Caller> Owner(HttpContext http)
    {
        var caller = await Authenticate(http);
        return caller.Scope is null
            ? caller
            : throw new ApiException(403, ErrorTypes.InvalidRequest, "key_not_allowed", "An API key with limits buys answers only. Use a key of the account that has none, or log in with the wallet.");
    }

    /// <summary>The channel that pays for this request.</summary>
    public static AccountAddress Channel(Caller caller, HttpContext http)
    {
        var wanted = http.Request.Headers[ChannelHeader].ToString();
        if (wanted.Length > 0)
        {
            return AccountAddress.TryParse(wanted, out var channel) && caller.Channels.Contains(channel)
                ? channel
                : throw ApiException.BadRequest($"The header {ChannelHeader} names no channel of this account.", ChannelHeader);
        }
        return caller.Channels.Count > 0
            ? caller.Channels[0]
            : throw new ApiException(402, ErrorTypes.Billing, "channel_not_open", "This account has no payment channel. Deploy one, deposit, and register it.");
    }
}
