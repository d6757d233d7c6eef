using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Channels;

/// <summary>The caller's channel: balances, vouchers, withdrawals and closing together.</summary>
internal sealed class ChannelEndpoint(Authenticator authenticator, MarketCache market, IGrainFactory grains)
{
    private const int MaxBodyBytes = 4096;

    public Task View(HttpContext http) => Answer(http, channel => channel.View());

    public Task Refresh(HttpContext http) => Answer(http, channel => channel.Open(http.RequestAborted));

    public Task Drain(HttpContext http) => Answer(http, channel => channel.Drain(), isOwners: true);

    public Task Reopen(HttpContext http) => Answer(http, channel => channel.Reopen(), isOwners: true);

    public async Task AcceptVoucher(HttpContext http)
    {
        var channel = await Channel(http);
        var posted = await ReadVoucher(http);
        var voucher = new SignedVoucher(new Voucher(channel, posted.AmountNano, posted.Seqno), posted.Signature);
        await Write(http, channel, await grains.Channel(channel).AcceptVoucher(voucher));
    }

    /// <summary>Reserves an amount and gives the permit that the channel contract takes.</summary>
    public async Task Withdraw(HttpContext http)
    {
        var channel = await Channel(http, isOwners: true);
        var posted = await ReadWithdrawal(http);
        var signed = await grains.Channel(channel).PermitWithdrawal(posted.AmountNano, http.RequestAborted);
        await Write(http, Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("channel", channel.Raw);
            json.WriteNumber("total_nano", signed.Permit.Total.Value);
            json.WriteNumber("valid_until", signed.Permit.ValidUntil);
            json.WriteString("signature", signed.Signature.ToString());
            json.WriteEndObject();
        }));
    }

    /// <summary>Agrees to the close that the client has signed, and gives the market's signature.</summary>
    public async Task Close(HttpContext http)
    {
        var channel = await Channel(http, isOwners: true);
        var posted = await ReadClose(http);
        var signature = await grains.Channel(channel).AgreeClose(posted.AmountNano, posted.Signature);
        await Write(http, Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("channel", channel.Raw);
            json.WriteNumber("amount_nano", posted.AmountNano.Value);
            json.WriteString("signature", signature.ToString());
            json.WriteEndObject();
        }));
    }

    private async Task Answer(HttpContext http, Func<IPaymentChannelGrain, Task<ChannelView>> ask, bool isOwners = false)
    {
        var channel = await Channel(http, isOwners);
        await Write(http, channel, await ask(grains.Channel(channel)));
    }

    /// <param name="http">The request.</param>
    /// <param name="isOwners">Whether a key with limits may not do it.</param>
    private async Task<AccountAddress> Channel(HttpContext http, bool isOwners = false) =>
        Authenticator.Channel(await (isOwners ? authenticator.Owner(http) : authenticator.Authenticate(http)), http);

    internal static Task<PostedVoucher> ReadVoucher(HttpContext http) => Read<PostedVoucher>(http, voucher => voucher.Signature.Length == 64,
        "A voucher is {\"amount_nano\": integer, \"seqno\": integer, \"signature\": 128 hex digits}.", "voucher_malformed");

    internal static Task<PostedAmount> ReadWithdrawal(HttpContext http) => Read<PostedAmount>(http, amount => amount.AmountNano.IsPositive,
        "A withdrawal is {\"amount_nano\": positive integer}.", "withdrawal_malformed");

    internal static Task<PostedClose> ReadClose(HttpContext http) => Read<PostedClose>(http, close => close.Signature.Length == 64,
        "A close is {\"amount_nano\": integer, \"signature\": 128 hex digits} over the close agreement's cell.", "close_malformed");

    private static async Task<T> Read<T>(HttpContext http, Predicate<T> isWhole, string form, string code) where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize<T>(await RequestBody.Read(http, MaxBodyBytes), ReceiptJson.Options) is { } posted && isWhole(posted)) return posted;
        }
        catch (JsonException)
        {
            // Falls through to the one explanation of the expected form.
        }
        throw ApiException.BadRequest(form, null, code);
    }

    private async Task Write(HttpContext http, AccountAddress channel, ChannelView view) =>
        await Write(http, ChannelJson.Of(view, await grains.Channel(channel).NewestVoucher(), await market.Parameters()));

    private static async Task Write(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }
}
