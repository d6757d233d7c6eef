using System.Runtime.CompilerServices;
using Cocoon.Core.Audits;
using Cocoon.Grains.Audits;
using Cocoon.Inference;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Grains.Inference;

/// <summary>From what engines say to what callers are handed.</summary>
internal static class RunSteps
{
    /// <summary>
    /// Text: one step for each event, and with it what an auditor needs, which the caller gets only as far as the request asks for it.
    /// </summary>
    public static async IAsyncEnumerable<RunStep> Generate(
        IInferenceEngine engine, GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var step in engine.GenerateAsync(request, cancellationToken))
            yield return new RunStep(Token(step), step.Usage);
    }

    /// <summary>The same, with the likeliest tokens of each step beside what the caller asked for.</summary>
    public static async IAsyncEnumerable<RunStep> GenerateWithPrints(
        IInferenceEngine engine, GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = request with { LogProbs = true, TopLogProbs = Math.Max(request.TopLogProbs, AuditStep.Rivals) };
        await foreach (var step in engine.GenerateAsync(asked, cancellationToken))
        {
            var told = request.LogProbs ? step with { LogProbs = step.LogProbs is { } all ? all with { Top = [.. all.Top.Take(request.TopLogProbs)] } : null } : step with { LogProb = null, LogProbs = null };
            yield return new RunStep(Token(told), step.Usage) { Best = [.. (step.LogProbs?.Top ?? []).Take(AuditStep.Rivals).Select(static top => new TokenChance(top.TokenId, top.LogProb))] };
        }
    }

    /// <summary>
    /// Vectors: one step for each input. The count comes with the last one, so that vectors are charged together or not at all.
    /// </summary>
    public static async IAsyncEnumerable<RunStep> Embed(
        IEmbeddingEngine engine, EmbeddingRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var result = await engine.EmbedAsync(request.Inputs, cancellationToken);
        if (result.Vectors.Count != request.Inputs.Count) throw new InvalidDataException("The engine made another number of vectors than there are inputs.");
        if (request.Dimensions is { } wanted && result.Vectors.FirstOrDefault(vector => vector.Length != wanted) is { IsEmpty: false } other)
            throw new InferenceRequestException($"This model's vectors have {other.Length} dimensions. Leave out 'dimensions'.", "dimensions", "invalid_value");
        for (var i = 0; i < result.Vectors.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RunStep(
                new AnswerToken(null, "", null) { Choice = i, Embedding = result.Vectors[i], Finish = AnswerFinish.Stop },
                i == result.Vectors.Count - 1 ? new TokenUsage(result.PromptTokens, 0, 0, 0) : null);
        }
    }

    private static AnswerToken Token(TokenEvent step) => new(step.TokenId, step.Text, step.TokenId is null ? null : step.LogProb ?? step.LogProbs?.Chosen.LogProb)
    {
        Choice = step.Choice,
        Kind = step.Kind switch
        {
            TextKind.Content => AnswerKind.Content,
            TextKind.Reasoning => AnswerKind.Reasoning,
            TextKind.ToolArguments => AnswerKind.ToolArguments,
            _ => throw new InvalidDataException("The engine made text of an unknown kind."),
        },
        Tool = step.ToolCall is { } call ? new AnswerTool(call.Id, call.Name) : null,
        Finish = step.Finish switch
        {
            null => null,
            FinishReason.Length => AnswerFinish.Length,
            FinishReason.ToolCalls => AnswerFinish.ToolCalls,
            _ => AnswerFinish.Stop,
        },
        Bytes = step.LogProbs?.Chosen.Bytes ?? default,
        Top = step.LogProbs is { Top.Count: > 0 } logProbs ? [.. logProbs.Top.Select(static top => new AnswerLogProb(top.TokenId, top.Bytes, top.LogProb))] : [],
    };
}
