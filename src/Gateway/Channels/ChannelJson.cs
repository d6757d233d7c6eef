using System.Text.Json;
using Cocoon.Core.Channels;
using Cocoon.Core.Market;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Channels;

namespace Cocoon.Gateway.Channels;

/// <summary>The JSON form of a channel (docs/gateway.md).</summary>
internal static class ChannelJson
{
    public static byte[] Of(ChannelView view, SignedVoucher? voucher, MarketParameters market) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("channel", view.Channel.Raw);
        json.WriteString("client", view.Client.Raw);
        json.WriteString("vault", view.Vault.Raw);
        json.WriteNumber("network_id", market.NetworkId);
        json.WriteString("market_key", market.MarketKey.ToString());
        json.WriteString("phase", view.Phase.ToString().ToLowerInvariant());
        json.WriteNumber("deposit_nano", view.Deposit.Value);
        WriteOptional(json, "deposit_coming_nano", view.DepositComing?.Value);
        json.WriteNumber("withdrawn_nano", view.Withdrawn.Value);
        json.WriteNumber("charged_nano", view.Charged.Value);
        json.WriteNumber("claimed_nano", view.Claimed.Value);
        json.WriteNumber("held_nano", view.Held.Value);
        json.WriteNumber("available_nano", view.Available.Value);
        json.WriteNumber("final_amount_nano", view.FinalAmount.Value);
        json.WriteNumber("receipt_count", view.ReceiptCount);
        json.WriteNumber("jobs_running", view.Holds);
        WriteOptional(json, "closes_at", view.ClosesAt?.ToUnixTimeSeconds());
        WriteOptional(json, "key_changes_at", view.KeyChangesAt?.ToUnixTimeSeconds());
        WriteAdvice(json, view.Advice);
        json.WritePropertyName("voucher");
        JsonSerializer.Serialize(json, voucher is null ? null : new PostedVoucher(voucher.Voucher.Amount, voucher.Voucher.Seqno, voucher.Signature), ReceiptJson.Options);
        json.WriteEndObject();
    });

    private static void WriteAdvice(Utf8JsonWriter json, TopUpAdvice? advice)
    {
        if (advice is null)
        {
            json.WriteNull("top_up_advice");
            return;
        }
        json.WriteStartObject("top_up_advice");
        json.WriteNumber("amount_nano", advice.Amount.Value);
        json.WriteNumber("per_day_nano", advice.PerDay.Value);
        json.WriteNumber("hours_left", Math.Round(advice.Left.TotalHours, 1));
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}
