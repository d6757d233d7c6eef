using System.Text.Json;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Grains.Inference;

namespace Cocoon.Gateway.Sealed;

/// <summary>The JSON of sealed jobs (docs/sealing.md).</summary>
internal static class SealedJson
{
    /// <summary>The lease with the evidence behind it, for the caller to make a verdict of its own.</summary>
    public static byte[] Started(StartedJob job, int networkId, byte[] evidence) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("job_id", job.Id.ToString());
        json.WriteNumber("network_id", networkId);
        json.WritePropertyName("lease");
        JsonSerializer.Serialize(json, job.Lease, ReceiptJson.Options);
        json.WriteBase64String("evidence", evidence);
        json.WriteEndObject();
    });

    /// <summary>One sealed chunk of an answer; the last one says how it ended, in figures.</summary>
    public static byte[] Chunk(SealedChunk chunk, string? voucher) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteBase64String("sealed", chunk.Sealed);
        json.WriteNumber("tokens", chunk.Tokens);
        if (chunk.Outcome is { } outcome) Outcome(json, outcome, voucher);
        json.WriteEndObject();
    });

    private static void Outcome(Utf8JsonWriter json, InferenceOutcome outcome, string? voucher)
    {
        json.WriteStartObject("outcome");
        json.WriteString("finish_reason", ChatAnswer.FinishReason(outcome.Ending));
        if (outcome.Failure is { } failure)
        {
            json.WriteString("failure", failure.Code.ToString());
            json.WriteString("message", failure.Message);
        }
        json.WriteNumber("charge_nano", outcome.Bill?.Receipt.Receipt.Charge.Value ?? 0);
        if (outcome.Bill is { } bill)
        {
            json.WriteNumber("charged_nano", bill.Charged.Value);
            json.WritePropertyName("receipt");
            JsonSerializer.Serialize(json, bill.Receipt, ReceiptJson.Options);
        }
        json.WriteString("voucher", voucher);
        json.WriteEndObject();
    }
}
