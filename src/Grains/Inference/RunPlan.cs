using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Jobs;
using Cocoon.Inference;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Grains.Inference;

/// <summary>What a job is going to do: a request that was read, checked against its order and found to suit the engine.</summary>
/// <param name="Choices">Answers, or vectors, that come.</param>
/// <param name="PromptTokens">What the prompt costs as soon as something is delivered; 0 where the count comes with the last vector.</param>
/// <param name="PromptCommitment">The receipt's commitment to what was asked, given its salt.</param>
/// <param name="Steps">Does the work.</param>
internal sealed record RunPlan(int Choices, int PromptTokens, Func<byte[], HexBytes> PromptCommitment, Func<CancellationToken, IAsyncEnumerable<RunStep>> Steps)
{
    /// <summary>Whether another machine may be asked to run it again. Default: no.</summary>
    public bool IsAuditable { get; init; }

    /// <summary>Reads a request and plans it.</summary>
    /// <param name="order">What the market agreed to.</param>
    /// <param name="engine">Who does the work.</param>
    /// <param name="body">What the caller sealed; used until this returns, and by <see cref="PromptCommitment"/>.</param>
    /// <param name="isAudited">Whether another machine may be asked to run it again, so that it has to leave prints.</param>
    /// <exception cref="InferenceRequestException">It cannot be served as it stands.</exception>
    public static RunPlan Of(JobOrder order, IInferenceEngine engine, ReadOnlyMemory<byte> body, bool isAudited = false)
    {
        var request = ServedRequest.Parse(body);
        if (request.Model != order.Lease.Model) throw new InferenceRequestException("The request names another model than the job.", "model");
        return request is EmbeddingRequest embedding
            ? Embeddings(order, engine, embedding, body)
            : Generation(order, engine, (ChatCompletionRequest)request, body, isAudited);
    }

    /// <summary>The receipt's commitment to what was asked.</summary>
    public static HexBytes Commit(ChatCompletionRequest request, byte[] salt, ReadOnlyMemory<byte> body) => request.IsPlain
        ? Commitment.OfPrompt(salt, request.Messages.Select(static message => (message.Role, message.Content)))
        : Commitment.OfRequest(salt, body);

    private static RunPlan Generation(JobOrder order, IInferenceEngine engine, ChatCompletionRequest request, ReadOnlyMemory<byte> body, bool isAudited)
    {
        var perChoice = order.Spec.MaxCompletionTokens / request.Choices;
        if (perChoice == 0)
            throw new InferenceRequestException($"The job was opened for {order.Spec.MaxCompletionTokens} tokens of {request.Choices} answers.", request.Choices > 1 ? "n" : "max_tokens");
        EngineFit.Require(engine.Descriptor, request);
        var generation = request.ToGenerationRequest(perChoice) with { PromptScope = ScopeOf(order.Spec.Client) };
        return new RunPlan(
            request.Choices, Bounded(order, engine.CountPromptTokens(generation)),
            salt => Commit(request, salt, body),
            isAudited && request.IsDeterministic && engine.Descriptor.Capabilities.HasFlag(EngineCapabilities.LogProbs)
                ? stop => RunSteps.GenerateWithPrints(engine, generation, stop)
                : stop => RunSteps.Generate(engine, generation, stop))
        {
            IsAuditable = isAudited && request.IsDeterministic,
        };
    }

    private static RunPlan Embeddings(JobOrder order, IInferenceEngine engine, EmbeddingRequest request, ReadOnlyMemory<byte> body)
    {
        if (order.Spec.MaxCompletionTokens != 0) throw new InferenceRequestException("Vectors are not generated: open their job for 0 completion tokens.", "input");
        if (engine is not IEmbeddingEngine embedder || !engine.Descriptor.Capabilities.HasFlag(EngineCapabilities.Embeddings))
            throw EngineFit.Lacking("input", "makes no embeddings");
        var tokens = Bounded(order, request.Inputs.Sum(input => (long)embedder.CountTokens(input)));
        if (tokens == 0) throw new InferenceRequestException("The inputs have no tokens.", "input");
        return new RunPlan(request.Inputs.Count, 0, salt => Commitment.OfRequest(salt, body), stop => RunSteps.Embed(embedder, request, stop));
    }

    /// <summary>
    /// How soon an answer begins tells whether its prompt was read before, so nobody's prompts share with a stranger's. An
    /// account's address is a hash, and its first half as good a number as any.
    /// </summary>
    public static ulong ScopeOf(AccountAddress client) => ulong.Parse(client.Raw.AsSpan(client.Raw.IndexOf(':', StringComparison.Ordinal) + 1, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int Bounded(JobOrder order, long promptTokens) => promptTokens <= order.Spec.MaxPromptTokens
        ? (int)promptTokens
        : throw new InferenceRequestException($"The prompt has {promptTokens} tokens, the job was opened for at most {order.Spec.MaxPromptTokens}.");
}
