using Cocoon.Client;
using Cocoon.Inference;
using Cocoon.Inference.Models;

namespace Cocoon.Cli.Demo;

/// <summary>Counts prompts with the tokenizer of a model folder on the client's machine.</summary>
internal sealed class ModelPromptCounter(ModelFolder model) : IPromptCounter
{
    public int? Count(ChatRequest request) => request.Model == model.Id
        ? model.Tokenizer.Count(new ChatPrompt([.. request.Turns.Select(turn => new ChatMessage(turn.Role, turn.Content))]))
        : null;
}
