using Cocoon.Core.Receipts;

namespace Cocoon.Sealing;

/// <summary>From the steps of an answer to the commitment in its receipt.</summary>
public static class AnswerTranscriptExtensions
{
    /// <summary>Adds one step; provider and client do it for every step, in order.</summary>
    /// <exception cref="InvalidOperationException">Arguments of a tool call came before the call.</exception>
    public static void Add(this AnswerTranscript transcript, in AnswerToken step)
    {
        if (!step.Embedding.IsEmpty)
        {
            transcript.AddVector(step.Choice, step.Embedding.Span);
            return;
        }
        if (step.Tool is { } call) transcript.AddCall(step.Choice, call.Id, call.Name);
        switch (step.Kind)
        {
            case AnswerKind.Reasoning: transcript.AddReasoning(step.Choice, step.Text); break;
            case AnswerKind.ToolArguments: transcript.AddArguments(step.Choice, step.Text); break;
            default: transcript.AddContent(step.Choice, step.Text); break;
        }
    }
}
