using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Channels;

/// <summary>The caller's channel: balances, newest voucher, and where new vouchers go.</summary>
internal sealed class ChannelEndpoint(Authenticator authenticator, MarketCache market, IGrainFactory grains)
{
    private const int MaxVoucherBytes = 4096;

    public async Task View(HttpContext http)
    {
        var channel = await Channel(http);
        await Write(http, channel, await grains.Channel(channel).View());
    }

    public async Task Refresh(HttpContext http)
    {
        var channel = await Channel(http);
        await Write(http, channel, await grains.Channel(channel).Open(http.RequestAborted));
    }

    public async Task AcceptVoucher(HttpContext http)
    {
        var channel = await Channel(http);
        var voucher = Read(await RequestBody.Read(http, MaxVoucherBytes), channel);
        await Write(http, channel, await grains.Channel(channel).AcceptVoucher(voucher));
    }

    private async Task<AccountAddress> Channel(HttpContext http) => Authenticator.Channel(await authenticator.Authenticate(http), http);

    private static SignedVoucher Read(byte[] body, AccountAddress channel)
    {
        try
        {
            var posted = JsonSerializer.Deserialize<PostedVoucher>(body, ReceiptJson.Options);
            if (posted is { Signature.Length: 64 }) return new SignedVoucher(new Voucher(channel, posted.AmountNano, posted.Seqno), posted.Signature);
        }
        catch (JsonException)
        {
            // Falls through to the one explanation of the expected form.
        }
        throw ApiException.BadRequest("A voucher is {\"amount_nano\": integer, \"seqno\": integer, \"signature\": 128 hex digits}.", null, "voucher_malformed");
    }

    private async Task Write(HttpContext http, AccountAddress channel, ChannelView view)
    {
        var parameters = await market.Parameters();
        var voucher = await grains.Channel(channel).NewestVoucher();
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("channel", channel.Raw);
            json.WriteString("client", view.Client.Raw);
            json.WriteNumber("network_id", parameters.NetworkId);
            json.WriteString("market_key", parameters.MarketKey.ToString());
            json.WriteNumber("deposit_nano", view.Deposit.Value);
            json.WriteNumber("charged_nano", view.Charged.Value);
            json.WriteNumber("held_nano", view.Held.Value);
            json.WriteNumber("available_nano", view.Available.Value);
            json.WriteNumber("receipt_count", view.ReceiptCount);
            json.WritePropertyName("voucher");
            JsonSerializer.Serialize(json, voucher is null ? null : new PostedVoucher(voucher.Voucher.Amount, voucher.Voucher.Seqno, voucher.Signature), ReceiptJson.Options);
            json.WriteEndObject();
        }), http.RequestAborted);
    }

    /// <summary>A voucher on the wire; the channel is the caller's.</summary>
    internal sealed record PostedVoucher(Nano AmountNano, uint Seqno, HexBytes Signature);
}
