using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Accounts;

/// <summary>The caller's account: its channels and keys.</summary>
internal sealed class AccountEndpoint(Authenticator authenticator, IGrainFactory grains)
{
    private const string ChannelForm = "A channel is {\"channel\": \"workchain:64 hex digits\"}, the address of a contract that this wallet has deployed.";

    public async Task View(HttpContext http)
    {
        var caller = await authenticator.Owner(http);
        await Show(http, caller.Account, caller.Channels);
    }

    /// <summary>Adds a channel contract of the account's wallet, so that it can pay.</summary>
    public async Task AddChannel(HttpContext http)
    {
        var caller = await authenticator.Owner(http);
        var posted = await AccountJson.Read<PostedChannel>(http, channel => channel.Channel.IsSet, ChannelForm, "channel_malformed", "channel");
        await grains.Account(caller.Account).AddChannel(posted.Channel, http.RequestAborted);
        await Show(http, caller.Account, caller.Channels.Contains(posted.Channel) ? caller.Channels : caller.Channels.Add(posted.Channel));
    }

    private async Task Show(HttpContext http, AccountAddress account, ImmutableList<AccountAddress> channels) =>
        await AccountJson.Write(http, new AccountAnswer(account, channels, (await grains.Account(account).KeyViews()).ConvertAll(key => KeyAnswer.Of(key))));

    private sealed record PostedChannel(AccountAddress Channel);

    private sealed record AccountAnswer(AccountAddress Account, ImmutableList<AccountAddress> Channels, ImmutableList<KeyAnswer> Keys);
}
