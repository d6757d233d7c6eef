using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Running;
using Cocoon.Inference.Sampling;

namespace Cocoon.Inference.Serving;

/// <summary>
/// Serves a model that runs on this machine: many requests share each step of its runner, joining and leaving at any of
/// them (continuous batching, as of Orca, OSDI 2022), with prompts read in parts beside the sequences that write (chunked
/// prefill, as of Sarathi, arXiv 2308.16369). What a request gets does not depend on the others, as far as the runner's
/// arithmetic does not. Works at most <see cref="LocalEngineOptions.LookAhead"/> tokens ahead of each reader. Thread-safe.
/// </summary>
public sealed class LocalEngine : IEmbeddingEngine
{
    private readonly ServedModel _model;
    private readonly SamplingSpace _space;
    private readonly RequestCheck _check;
    private readonly EngineLoop _loop;
    private readonly int _hiddenSize;
    private readonly int _lookAhead;

    /// <summary>Takes over a runner: it is used by the engine's own thread from now on, and disposed of with the engine.</summary>
    /// <param name="runner">The model.</param>
    /// <param name="tokenizer">The model's; has no more tokens than the runner has logits.</param>
    /// <param name="descriptor">What is served; concurrency and capabilities are filled in here.</param>
    /// <param name="endTokens">Tokens that end an answer.</param>
    /// <param name="options">How the runner is shared.</param>
    /// <param name="time">Tells whether a step hangs. Default: the system's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option allows no work.</exception>
    public LocalEngine(
        IModelRunner runner, ChatTokenizer tokenizer, EngineDescriptor descriptor, IReadOnlyList<int> endTokens, LocalEngineOptions? options = null, TimeProvider? time = null)
    {
        options ??= new LocalEngineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxWaiting);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LookAhead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PromptRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StepTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(runner.VocabularySize, tokenizer.Tokenizer.VocabularySize);
        var slots = Math.Min(options.Slots, Math.Min(runner.MaxSequences, runner.MaxRows));
        _model = new ServedModel(tokenizer, endTokens);
        _space = new SamplingSpace(runner.VocabularySize);
        _check = new RequestCheck(tokenizer, Math.Min(descriptor.ContextLength, runner.ContextLength), runner.Capacity);
        (_hiddenSize, _lookAhead) = (runner.HiddenSize, options.LookAhead);
        Descriptor = descriptor with
        {
            MaxConcurrency = slots,
            Capabilities = descriptor.Capabilities | EngineCapabilities.JsonSchema | EngineCapabilities.LogProbs | EngineCapabilities.Embeddings
                | EngineCapabilities.Continuation | tokenizer.Capabilities,
        };
        _loop = new EngineLoop(runner, options, slots, time ?? TimeProvider.System);
    }

    public EngineDescriptor Descriptor { get; }

    public EngineLoad Load => _loop.Load;

    public int CountPromptTokens(ChatPrompt prompt) => _model.Tokenizer.Count(prompt);

    public int CountPromptTokens(GenerationRequest request) => _check.Encode(request).Length;

    public int CountTokens(string input) => _check.Encode(input).Length;

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var job = new GenerationJob(request, _check.PromptOf(request), Seed(request.Sampling), _model, _space, _lookAhead, _loop.Wake);
        cancellationToken.ThrowIfCancellationRequested();
        _loop.Enter(job);
        try
        {
            await foreach (var step in job.ReadAsync(cancellationToken)) yield return step;
        }
        finally
        {
            _loop.Leave(job);
        }
    }

    public async Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        var texts = inputs.Select(_check.InputOf).ToList();
        if (texts.Count == 0) return new EmbeddingResult([], 0);
        cancellationToken.ThrowIfCancellationRequested();
        var job = new EmbeddingJob(texts, _hiddenSize);
        _loop.Enter(job);
        try
        {
            return new EmbeddingResult(await job.Vectors.WaitAsync(cancellationToken), texts.Sum(text => text.Length));
        }
        finally
        {
            _loop.Leave(job);
        }
    }

    /// <summary>Ends what is in work with an <see cref="InferenceEngineException"/> for its readers, and disposes of the runner.</summary>
    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private static ulong Seed(SamplingOptions sampling) =>
        sampling.Seed is { } seed ? (ulong)seed : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
