using Cocoon.Inference.Tokenizers;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Chat;

/// <summary>How a conversation becomes one text for a model. Immutable and thread-safe.</summary>
internal interface IChatTemplate
{
    /// <summary>How the model writes calls; null where it was not taught to.</summary>
    ToolMarkup? Tools(ITokenizer tokenizer);

    /// <summary>Whether the template knows of what a model thinks before it answers.</summary>
    bool KnowsThoughts { get; }

    /// <summary>The conversation's pieces: text of the template, in which added tokens count, and text of people, in which they do not.</summary>
    /// <param name="prompt">The conversation.</param>
    /// <param name="reasoningEffort">How much the model should think; null for its default.</param>
    /// <exception cref="InferenceRequestException">The template does not take this conversation.</exception>
    IEnumerable<TemplatePiece> Render(ChatPrompt prompt, string? reasoningEffort);
}
