using System.Text;
using System.Text.Json;
using Cocoon.Client.Transport;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Http;

/// <summary>Reads the events of a sealed answer.</summary>
internal static class PartReader
{
    /// <exception cref="CocoonException">The event is an error, or not in the form of a gateway's.</exception>
    public static SealedPart Read(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            if (root.TryGetProperty("error", out _)) throw ErrorReader.Read(Encoding.UTF8.GetBytes(data), null);
            return new SealedPart(root.GetProperty("sealed").GetBytesFromBase64(), root.TryGetProperty("outcome", out var outcome) ? Outcome(outcome) : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CocoonException("The gateway sent something that is no part of an answer. Is the endpoint a Cocoon gateway?", null, "answer_malformed", null);
        }
    }

    private static AnswerOutcome Outcome(JsonElement outcome)
    {
        var receipt = outcome.TryGetProperty("receipt", out var signed) ? signed.Deserialize<SignedReceipt>(ReceiptJson.Strict) : null;
        return outcome.TryGetProperty("failure", out var failure)
            ? new AnswerOutcome(receipt, failure.GetString() ?? "", outcome.GetProperty("message").GetString())
            : new AnswerOutcome(receipt);
    }
}
