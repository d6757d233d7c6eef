using System.Runtime.CompilerServices;
using Cocoon.Inference;

namespace Cocoon.Grains.Tests;

/// <summary>
/// An engine that follows a script written in the prompt: "tokens N", "fail N" (after N tokens), "hang N", "deaf N" (hangs and
/// does not stop when told to), "think N" (N tokens
/// of thought and one of answer), "call N" (a tool call with N tokens of arguments), "overrun N" (N tokens more than it
/// may), "stray N" (a choice that nobody asked for), "scope" (says whom it shares prompts with); a word after N is what it says. Its vector of a text is the text's
/// length; the input "hang" is never done.
/// </summary>
internal sealed class FakeEngine(string model, string weightHash) : IEmbeddingEngine
{
    public EngineDescriptor Descriptor { get; } = new(model, weightHash, "fake", 1_000, 64, "fake", "1") { Capabilities = EngineCapabilities.Embeddings | EngineCapabilities.Tools };

    public EngineLoad Load { get; set; }

    public int CountPromptTokens(ChatPrompt prompt) => prompt.Messages[0].Content.Length;

    public int CountTokens(string input) => input.Length;

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var script = request.Prompt.Messages[0].Content.Split(' ');
        // Anything else is a provider that tries its engine out.
        var wanted = int.TryParse(script.ElementAtOrDefault(1), out var number) ? number : 1;
        var count = script[0] == "overrun" ? request.MaxTokens + wanted : Math.Min(wanted, request.MaxTokens);
        var finish = wanted > request.MaxTokens ? FinishReason.Length : script[0] == "call" ? FinishReason.ToolCalls : FinishReason.Stop;
        for (var i = 0; i < count; i++)
            for (var choice = 0; choice < request.Choices; choice++)
            {
                await Task.Yield();
                yield return Said(script, i, choice);
            }
        if (script[0] == "scope") yield return new TokenEvent(count++, $"{request.PromptScope:x16}");
        if (script[0] == "fail") throw new InvalidOperationException($"secret {request.Prompt.Messages[0].Content}");
        if (script[0] == "deaf") await new TaskCompletionSource().Task;
        if (script[0] == "hang") await Task.Delay(Timeout.Infinite, cancellationToken);
        if (script[0] == "think") yield return new TokenEvent(count++, "So.");
        for (var choice = 0; choice < request.Choices && request.Choices > 1; choice++) yield return new TokenEvent(null, "", null, finish) { Choice = choice };
        yield return new TokenEvent(null, "", null, finish, new TokenUsage(CountPromptTokens(request.Prompt), 0, count * request.Choices, 0));
    }

    public async Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        if (inputs.Contains("hang")) await Task.Delay(Timeout.Infinite, cancellationToken);
        return new EmbeddingResult([.. inputs.Select(static input => new ReadOnlyMemory<float>([input.Length, 0.5f]))], inputs.Sum(CountTokens));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TokenEvent Said(string[] script, int number, int choice)
    {
        var text = $"{(script.Length > 2 ? script[2] : "t")}{number} ";
        return script[0] switch
        {
            "think" => new TokenEvent(number, text) { Kind = TextKind.Reasoning },
            "call" => new TokenEvent(number, text) { Choice = choice, Kind = TextKind.ToolArguments, ToolCall = number == 0 ? new ToolCallStart($"call_{choice}", "look") : null },
            "stray" => new TokenEvent(number, text) { Choice = 1 },
            _ => new TokenEvent(number, text) { Choice = choice },
        };
    }
}
