using Cocoon.Client;

namespace Cocoon.Cli.Chat;

/// <summary>A way to the market: sealed by the client library, or plain HTTP with an API key.</summary>
internal interface IAnswerer : IDisposable
{
    /// <summary>What protects the conversation and who checks the bill, in one line for people.</summary>
    string Description { get; }

    /// <summary>Streams an answer. The last piece carries its bill.</summary>
    IAsyncEnumerable<AnswerPiece> Ask(ChatRequest request, CancellationToken cancellationToken);
}
