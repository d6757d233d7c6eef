using Cocoon.Inference.Chat;
using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Serving;

/// <summary>What an engine knows of its model beside the runner. Immutable.</summary>
/// <param name="Tokenizer">Its tokens and chat template.</param>
/// <param name="EndTokens">Tokens that end an answer.</param>
internal sealed record ServedModel(ChatTokenizer Tokenizer, IReadOnlyList<int> EndTokens)
{
    /// <summary>Made when the first answer is held to a form.</summary>
    public Lazy<VocabularyTrie> Vocabulary { get; } = new(() => new VocabularyTrie(Tokenizer.Tokenizer));

    /// <summary>How it writes calls; null where it was not taught to.</summary>
    public ToolMarkup? Markup { get; } = Tokenizer.Tools;
}
