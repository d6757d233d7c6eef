using Cocoon.Core.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Keys;

/// <summary>Turns the Authorization header into an account.</summary>
internal sealed class Authenticator(IGrainFactory grains)
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
        return new Caller(key, await grains.Account(key.Account).Authenticate(key.SecretHash));
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
