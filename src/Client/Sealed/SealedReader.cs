using Cocoon.Client.Transport;
using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Client.Sealed;

/// <summary>Opens one sealed answer: its tokens as counted here, and the market's closing statement. Not thread-safe.</summary>
internal sealed class SealedReader(AnswerOpener opener)
{
    public int TokensCounted { get; private set; }

    /// <summary>What was said so far.</summary>
    public AnswerTranscript Answer { get; } = new();

    public SignedReceipt? Receipt { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Whether the last sealed chunk and the closing statement came; without them the answer was cut off.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes one part and returns its step; null for the last, which closes the answer.</summary>
    /// <exception cref="CocoonException">It is not what the enclave sealed, or the provider broke off.</exception>
    public AnswerToken? Take(SealedPart part)
    {
        if (!opener.TryOpen(part.Sealed, out var chunk, out var failure)) throw NotAuthentic(failure);
        if (opener.IsComplete)
        {
            Close(part.Outcome ?? throw new CocoonException("The gateway's last event has no outcome. Is the endpoint a Cocoon gateway?", null, "answer_malformed", null), chunk);
            return null;
        }
        if (!AnswerToken.TryDecode(chunk, out var token)) throw NotAuthentic(SealingFailure.ChunkMalformed);
        Note(token);
        return token;
    }

    private void Note(AnswerToken token)
    {
        if (token.TokenId is not null) TokensCounted++;
        try
        {
            Answer.Add(token);
        }
        catch (InvalidOperationException e)
        {
            throw new CocoonException(e.Message, null, "answer_malformed", null);
        }
    }

    private void Close(AnswerOutcome outcome, byte[] salt)
    {
        if (outcome.Failure is { } failure) throw new CocoonException(outcome.Message ?? "The provider failed.", null, failure, null);
        IsClosed = true;
        Salt = salt;
        Receipt = outcome.Receipt;
    }

    private static CocoonException NotAuthentic(SealingFailure failure) =>
        new($"The answer is not what the provider's enclave sealed: {failure.Explain()}", null, "answer_not_authentic", null);
}
