using System.Text;
using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Http;

/// <summary>Collects one streamed answer: its text, its tokens as counted here, and the market's closing statement.</summary>
internal sealed class ChatReader
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public int TokensCounted { get; private set; }

    public string JobId { get; private set; } = "";

    public string Tier { get; private set; } = "";

    public SignedReceipt? Receipt { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Whether the closing statement came; without it the answer was cut off.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes one event and returns its text.</summary>
    /// <exception cref="CocoonException">The event is an error, or not in the form of a gateway's.</exception>
    public string Take(string data)
    {
        try
        {
            return Read(data);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CocoonException("The gateway sent something that is no part of an answer. Is the endpoint a Cocoon gateway?", null, "answer_malformed", null);
        }
    }

    private string Read(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (root.TryGetProperty("error", out _)) throw ErrorReader.Read(Encoding.UTF8.GetBytes(data), null);
        var text = "";
        foreach (var choice in root.GetProperty("choices").EnumerateArray())
            if (choice.GetProperty("delta").TryGetProperty("content", out var content)) text += content.GetString();
        if (root.TryGetProperty("cocoon", out var market)) TakeMarket(market);
        _text.Append(text);
        return text;
    }

    private void TakeMarket(JsonElement market)
    {
        if (market.TryGetProperty("token_ids", out var ids)) TokensCounted += ids.GetArrayLength();
        if (!market.TryGetProperty("job_id", out var job)) return;
        IsClosed = true;
        JobId = job.GetString() ?? "";
        Tier = market.GetProperty("tier").GetString() ?? "";
        if (!market.TryGetProperty("receipt", out var receipt)) return;
        Receipt = receipt.Deserialize<SignedReceipt>(ReceiptJson.Strict);
        Salt = Convert.FromHexString(market.GetProperty("salt").GetString() ?? "");
    }
}
