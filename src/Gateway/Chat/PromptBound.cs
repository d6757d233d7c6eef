using System.Collections.Immutable;
using System.Text;
using Cocoon.Gateway.Hosting;
using Cocoon.Inference;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Models;
using Cocoon.Inference.OpenAi;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// How many prompt tokens money is held for: the exact count where the model's tokenizer is here, otherwise a bound that no
/// byte-level tokenizer exceeds. Thread-safe.
/// </summary>
internal sealed class PromptBound(IOptions<GatewayOptions> options)
{
    /// <summary>Allowance for what a chat template adds to each message and to the whole.</summary>
    private const int TemplateTokens = 16;

    private readonly ImmutableDictionary<string, ChatTokenizer> _tokenizers = options.Value.ModelFolders
        .Select(ModelFolder.Open).ToImmutableDictionary(folder => folder.Id, folder => folder.Tokenizer, StringComparer.Ordinal);

    public int Of(ChatCompletionRequest request) => _tokenizers.TryGetValue(request.Model, out var tokenizer)
        ? tokenizer.Count(new ChatPrompt(request.Messages))
        : request.Messages.Sum(message => Encoding.UTF8.GetByteCount(message.Content) + TemplateTokens) + TemplateTokens;
}
