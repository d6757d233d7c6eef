using System.Text;
using System.Text.Json;
using Cocoon.Client.Http;
using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Client.Sealed;

/// <summary>Opens one sealed answer: its text, its tokens as counted here, and the market's closing statement. Not thread-safe.</summary>
internal sealed class SealedReader(AnswerOpener opener)
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public int TokensCounted { get; private set; }

    public SignedReceipt? Receipt { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Whether the last sealed chunk and the closing statement came; without them the answer was cut off.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes one event and returns its text.</summary>
    /// <exception cref="CocoonException">The event is an error, not in the form of a gateway's, or not what the enclave sealed.</exception>
    public string Take(string data)
    {
        try
        {
            return Read(data);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Malformed();
        }
    }

    private string Read(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (root.TryGetProperty("error", out _)) throw ErrorReader.Read(Encoding.UTF8.GetBytes(data), null);
        if (!opener.TryOpen(root.GetProperty("sealed").GetBytesFromBase64(), out var chunk, out var failure)) throw NotAuthentic(failure);
        if (opener.IsComplete)
        {
            Close(root.GetProperty("outcome"), chunk);
            return "";
        }
        if (!AnswerToken.TryDecode(chunk, out var token)) throw NotAuthentic(SealingFailure.ChunkMalformed);
        if (token.TokenId is not null) TokensCounted++;
        _text.Append(token.Text);
        return token.Text;
    }

    private void Close(JsonElement outcome, byte[] salt)
    {
        if (outcome.TryGetProperty("failure", out var failure))
            throw new CocoonException(outcome.GetProperty("message").GetString() ?? "The provider failed.", null, failure.GetString(), null);
        IsClosed = true;
        Salt = salt;
        if (outcome.TryGetProperty("receipt", out var receipt)) Receipt = receipt.Deserialize<SignedReceipt>(ReceiptJson.Strict);
    }

    private static CocoonException Malformed() =>
        new("The gateway sent something that is no part of an answer. Is the endpoint a Cocoon gateway?", null, "answer_malformed", null);

    private static CocoonException NotAuthentic(SealingFailure failure) =>
        new($"The answer is not what the provider's enclave sealed: {failure.Explain()}", null, "answer_not_authentic", null);
}
