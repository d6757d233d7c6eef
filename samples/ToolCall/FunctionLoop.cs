using Microsoft.Extensions.AI;

namespace ToolCall;

/// <summary>Asks, runs the functions that the model calls, tells it their results, and asks again until it answers.</summary>
/// <param name="chat">Any chat client.</param>
/// <param name="maxRounds">Times that functions may be run for one question: a model that never stops calling is stopped.</param>
public sealed class FunctionLoop(IChatClient chat, int maxRounds = 8)
{
    /// <summary>The answer, with all that was said on the way to it added to <paramref name="messages"/>.</summary>
    /// <exception cref="InvalidOperationException">The model called functions in every round.</exception>
    public async Task<ChatResponse> Ask(IList<ChatMessage> messages, IReadOnlyList<AIFunction> functions, CancellationToken cancellationToken = default)
    {
        var options = new ChatOptions { Tools = [.. functions] };
        for (var round = 0; round <= maxRounds; round++)
        {
            var response = await chat.GetResponseAsync(messages, options, cancellationToken);
            foreach (var message in response.Messages) messages.Add(message);
            var calls = response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0) return response;
            var results = new List<AIContent>();
            foreach (var call in calls) results.Add(await Run(call, functions, cancellationToken));
            messages.Add(new ChatMessage(ChatRole.Tool, results));
        }
        throw new InvalidOperationException($"The model called functions {maxRounds + 1} times without an answer.");
    }

    /// <summary>What goes wrong is told to the model, which may try again: names and arguments come from it.</summary>
    private static async Task<FunctionResultContent> Run(FunctionCallContent call, IReadOnlyList<AIFunction> functions, CancellationToken cancellationToken)
    {
        if (call.Exception is not null) return new FunctionResultContent(call.CallId, "Error: the arguments are no JSON object.");
        if (functions.FirstOrDefault(function => function.Name == call.Name) is not { } function)
            return new FunctionResultContent(call.CallId, $"Error: there is no function '{call.Name}'.");
        try
        {
            return new FunctionResultContent(call.CallId, await function.InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new FunctionResultContent(call.CallId, $"Error: {e.Message}");
        }
    }
}
