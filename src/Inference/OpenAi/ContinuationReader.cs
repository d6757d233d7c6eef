using System.Text.Json;
using Cocoon.Inference.Formats;

namespace Cocoon.Inference.OpenAi;

/// <summary>
/// Reads what a request has of its answer already, and holds requests that go on, or may have to, to what can be gone on
/// with: one choice of plain text. Tool calls and forms have a state that tokens alone do not tell.
/// </summary>
internal static class ContinuationReader
{
    /// <summary>The same request, with what was written.</summary>
    /// <exception cref="RequestFormatException">It cannot be continued; the message says what to change.</exception>
    public static ChatCompletionRequest Read(RequestObject root, ChatCompletionRequest request)
    {
        var written = Written(root);
        if (written.Count == 0 && !request.Market.Continue) return request;
        var field = request.Market.Continue ? "cocoon.continue" : "cocoon.written";
        if (request is not { Choices: 1, Tools.Count: 0, Format.Kind: AnswerFormatKind.Text })
            throw new RequestFormatException($"'{field}' is for one choice of plain text: leave out 'n', 'tools' and 'response_format', or '{field}'.", field, "invalid_value");
        if (request.Market.Continue && !request.IsDeterministic)
            throw new RequestFormatException("'cocoon.continue' is for answers that another machine would give too: set 'temperature' to 0, or a 'seed'.", field, "invalid_value");
        return request with { Written = written };
    }

    private static IReadOnlyList<int> Written(RequestObject root) => root.Object("cocoon")?.Array("written") is { } tokens
        ? [.. tokens.Select((token, index) => token.ValueKind == JsonValueKind.Number && token.TryGetInt32(out var id) && id >= 0
            ? id
            : throw new RequestFormatException($"Invalid value for 'cocoon.written[{index}]': expected a token's id.", $"cocoon.written[{index}]", "invalid_value"))]
        : [];
}
