using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Receipts;

/// <summary>What was sent, as far as receipts speak of it.</summary>
/// <param name="Model">Model id.</param>
/// <param name="TokenBound">More tokens than any byte-level tokenizer makes of it.</param>
/// <param name="LongestBound">The same of the part that the model sees at once; null where that is all.</param>
/// <param name="Commit">The commitment to it, under a salt.</param>
internal sealed record SentPrompt(string Model, int TokenBound, int? LongestBound, Func<byte[], HexBytes> Commit)
{
    /// <summary>What a chat template may add to each message and to the whole, in tokens.</summary>
    private const int TemplateTokens = 16;

    /// <summary>What a chat template may say to explain tools or a form, in tokens, besides those themselves.</summary>
    private const int ToolTemplateTokens = 512;

    /// <param name="request">A conversation.</param>
    /// <param name="written">Tokens that the answer has already.</param>
    /// <param name="body">Its body as it is sealed.</param>
    public static SentPrompt Of(ChatRequest request, IReadOnlyList<int> written, byte[] body) => new(request.Model, checked(Bound(request) + written.Count), null, written.Count == 0 && IsPlain(request)
        ? salt => Commitment.OfPrompt(salt, request.Turns.Select(static turn => (Role(turn.Role), turn.Content)))
        : salt => Commitment.OfRequest(salt, body));

    /// <param name="request">Texts.</param>
    /// <param name="body">Their body as it is sealed.</param>
    public static SentPrompt Of(EmbeddingRequest request, byte[] body) =>
        new(request.Model, request.Inputs.Sum(Bound), request.Inputs.Max(Bound), salt => Commitment.OfRequest(salt, body));

    public static int Bound(ChatRequest request) => TemplateTokens
        + request.Turns.Sum(static turn => Bytes(turn.Content) + TemplateTokens
            + turn.ToolCalls.Sum(static call => Bytes(call.Id) + Bytes(call.Name) + Bytes(call.Arguments) + TemplateTokens))
        + (request.Tools is { Count: > 0 } tools ? ToolTemplateTokens + tools.Sum(Bytes) : 0)
        + (request.Format is { IsText: false } format ? ToolTemplateTokens + Bytes(format.Schema?.GetRawText() ?? "") : 0);

    /// <summary>A conversation of texts and nothing else: the machine decides by the same rule how it commits.</summary>
    private static bool IsPlain(ChatRequest request) => request.Tools is not { Count: > 0 } && request.Format is null or { IsText: true }
        && request.Turns.All(static turn => turn.ToolCalls.Count == 0 && turn.ToolCallId is null);

    private static int Bytes(ChatTool tool) =>
        Bytes(tool.Name) + Bytes(tool.Description ?? "") + Bytes(tool.Parameters?.GetRawText() ?? "") + 4 * TemplateTokens;

    private static int Bound(string input) => Bytes(input) + TemplateTokens;

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>The API treats "developer" as "system", and so does the commitment.</summary>
    private static string Role(string role) => role == "developer" ? "system" : role;
}
