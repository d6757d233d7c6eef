using System.Text.Json;
using Cocoon.Core.Pricing;
using Microsoft.Extensions.AI;

namespace Cocoon.Client.Ai;

/// <summary>From answers to the contents of Microsoft.Extensions.AI.</summary>
internal static class AiContents
{
    public static List<AIContent> Of(ChatChoice choice)
    {
        var contents = new List<AIContent>();
        if (choice.Reasoning.Length > 0) contents.Add(new TextReasoningContent(choice.Reasoning));
        if (choice.Text.Length > 0) contents.Add(new TextContent(choice.Text));
        contents.AddRange(Calls(choice));
        return contents;
    }

    public static List<AIContent> Of(ChatUpdate update)
    {
        var contents = new List<AIContent>();
        if (update.Reasoning.Length > 0) contents.Add(new TextReasoningContent(update.Reasoning));
        if (update.Text.Length > 0) contents.Add(new TextContent(update.Text));
        return contents;
    }

    public static IEnumerable<AIContent> Calls(ChatChoice choice) => choice.ToolCalls.Select(static call => FunctionCallContent.CreateFromParsedArguments(
        call.Arguments, call.Id, call.Name, static arguments => arguments.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)));

    public static ChatFinishReason? Finish(ChatFinish? finish) => finish switch
    {
        null => null,
        ChatFinish.Length => ChatFinishReason.Length,
        ChatFinish.ToolCalls => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    /// <summary>Nested as OpenAI's: cached tokens are input too, reasoning is output too.</summary>
    public static UsageDetails Usage(TokenCounts tokens) => new()
    {
        InputTokenCount = tokens.Prompt + tokens.CachedPrompt,
        CachedInputTokenCount = tokens.CachedPrompt,
        OutputTokenCount = tokens.Delivered,
        ReasoningTokenCount = tokens.Reasoning,
        TotalTokenCount = tokens.Total,
    };

    public static string MessageId(string job, int choice) => $"{job}/{choice}";
}
