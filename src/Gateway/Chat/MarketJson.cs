using System.Text.Json;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Routing;
using Cocoon.Gateway.Timing;
using Cocoon.Grains.Inference;

namespace Cocoon.Gateway.Chat;

/// <summary>Our object <c>cocoon</c> in answers: what it cost, who gave it, how to check it, and where the time went.</summary>
internal static class MarketJson
{
    public static void Write(Utf8JsonWriter json, AnswerEnd end, IReadOnlyList<int>? tokenIds = null)
    {
        var job = end.Job;
        json.WriteStartObject();
        json.WriteString("job_id"u8, job.Id.ToString());
        json.WriteString("provider"u8, job.Lease.Provider.Raw);
        json.WriteString("channel"u8, job.Channel.Raw);
        json.WriteString("tier"u8, job.Lease.Appraisal.Tier.Name());
        if (!job.Policy.IsEmpty) json.WriteString("policy"u8, job.Policy.ToString());
        json.WriteString("weight_hash"u8, job.Lease.WeightHash.ToString());
        Bill(json, end.Outcome, end.Salt);
        if (end.Broken.Count > 0)
        {
            Request(json, job);
            var charges = end.Broken.Select(static broken => broken.Outcome).Append(end.Outcome).Select(static outcome => outcome?.Bill?.Receipt.Receipt.Charge ?? Nano.Zero);
            json.WriteNumber("total_charge_nano"u8, charges.Aggregate(static (sum, charge) => sum + charge).Value);
            Broken(json, end.Broken);
        }
        json.WriteString("voucher"u8, end.Voucher);
        Timings(json, end.Times);
        if (tokenIds is not null)
        {
            json.WriteStartArray("token_ids"u8);
            foreach (var token in tokenIds) json.WriteNumberValue(token);
            json.WriteEndArray();
        }
        if (job.Debug is { } route)
        {
            json.WriteStartObject("debug"u8);
            RouteReport.Write(json, route);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Our object of an answer whose end nobody saw: which jobs it was.</summary>
    public static void WriteUnended(Utf8JsonWriter json, IAnswerParts answer)
    {
        json.WriteStartObject();
        json.WriteString("job_id"u8, answer.Job.Id.ToString());
        if (answer.Broken.Count > 0) Broken(json, answer.Broken);
        json.WriteEndObject();
    }

    /// <summary>Our object in the event of one token.</summary>
    public static void TokenId(Utf8JsonWriter json, int token)
    {
        json.WriteStartObject();
        json.WriteStartArray("token_ids"u8);
        json.WriteNumberValue(token);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Bill(Utf8JsonWriter json, InferenceOutcome? outcome, byte[] salt)
    {
        json.WriteNumber("charge_nano"u8, outcome?.Bill?.Receipt.Receipt.Charge.Value ?? 0);
        if (outcome?.Bill is not { } bill) return;
        json.WriteNumber("charged_nano"u8, bill.Charged.Value);
        json.WriteString("receipt_hash"u8, bill.Receipt.Receipt.Hash().ToString());
        json.WriteString("salt"u8, Convert.ToHexStringLower(salt));
        json.WritePropertyName("receipt"u8);
        JsonSerializer.Serialize(json, bill.Receipt, ReceiptJson.Options);
    }

    /// <summary>What a job that goes on was asked is not what its caller wrote, and its receipt commits to it. It has the prompt again, so it is told only to who asks.</summary>
    private static void Request(Utf8JsonWriter json, StartedJob job)
    {
        if (job.Debug is not null) json.WriteString("request"u8, job.Body);
    }

    /// <summary>Each job of an answer has its own receipt.</summary>
    private static void Broken(Utf8JsonWriter json, IReadOnlyList<BrokenAnswer> before)
    {
        json.WriteStartArray("continued"u8);
        foreach (var (number, broken) in before.Index())
        {
            json.WriteStartObject();
            json.WriteString("job_id"u8, broken.Job.Id.ToString());
            json.WriteString("provider"u8, broken.Job.Lease.Provider.Raw);
            json.WriteString("reason"u8, broken.Reason);
            Bill(json, broken.Outcome, broken.Salt);
            if (number > 0) Request(json, broken.Job);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Timings(Utf8JsonWriter json, RequestTimes times)
    {
        json.WriteStartObject("timings"u8);
        json.WriteNumber("queue_ms"u8, Milliseconds(times.Queue));
        json.WriteNumber("first_token_ms"u8, Milliseconds(times.First));
        json.WriteNumber("total_ms"u8, Milliseconds(times.Total));
        json.WriteEndObject();
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
