using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Models;
using Cocoon.Inference.Sampling;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Cpu;

/// <summary>
/// Runs Llama-architecture models on the processor, in C# alone: the engine of a fresh machine, and the reference other
/// engines are held against. Thread-safe.
/// </summary>
public sealed class CpuEngine : IInferenceEngine
{
    private readonly LlamaModel _model;
    private readonly ChatTokenizer _tokenizer;
    private readonly CpuEngineOptions _options;
    private readonly ComputePool _pool;
    private readonly SemaphoreSlim _slots;
    private int _running;
    private int _waiting;

    private CpuEngine(LlamaModel model, ChatTokenizer tokenizer, EngineDescriptor descriptor, CpuEngineOptions options)
    {
        _model = model;
        _tokenizer = tokenizer;
        _options = options;
        _pool = new ComputePool(options.Threads);
        _slots = new SemaphoreSlim(options.Slots);
        Descriptor = descriptor;
    }

    public EngineDescriptor Descriptor { get; }

    public EngineLoad Load => new(Volatile.Read(ref _running), Volatile.Read(ref _waiting));

    /// <summary>Loads a model; takes as long as reading and hashing its weights.</summary>
    /// <exception cref="ModelFileException">The folder holds no model this engine can run.</exception>
    public static CpuEngine Open(ModelFolder folder, CpuEngineOptions? options = null)
    {
        options ??= new CpuEngineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1);
        var config = LlamaConfig.Load(folder.ConfigPath);
        var weights = LlamaWeights.Load(folder.WeightsPath, config);
        if (folder.Tokenizer.Tokenizer.VocabularySize > config.VocabularySize)
            throw new ModelFileException($"The tokenizer of '{folder.Id}' has more tokens than the model.");
        var version = typeof(CpuEngine).Assembly.GetName().Version!.ToString(3);
        var descriptor = new EngineDescriptor(folder.Id, folder.HashWeights(), weights.DataType.ToLowerInvariant(), config.ContextLength, options.Slots, "cocoon-cpu", version);
        return new CpuEngine(new LlamaModel(config, weights), folder.Tokenizer, descriptor, options);
    }

    public int CountPromptTokens(ChatPrompt prompt) => _tokenizer.Count(prompt);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = Check(request);
        await EnterAsync(cancellationToken);
        try
        {
            var sequence = new LlamaSequence(_model.Config, prompt.Count + request.MaxTokens);
            var sampler = new Sampler(request.Sampling, Seed(request.Sampling));
            var text = new Utf8Assembler();
            var stop = new StopMatcher(request.Stop);
            var next = await _pool.Run(() => Prefill(sequence, prompt, sampler, request.LogProbs, cancellationToken));
            var delivered = 0;
            while (!IsEnd(next.Token) && delivered < request.MaxTokens && !stop.IsStopped)
            {
                cancellationToken.ThrowIfCancellationRequested();
                delivered++;
                yield return new TokenEvent(next.Token, stop.Append(text.Append(_tokenizer.Tokenizer.Bytes(next.Token))), next.LogProb);
                if (delivered == request.MaxTokens || stop.IsStopped) break;
                var token = next.Token;
                next = await _pool.Run(() => Decode(sequence, token, sampler, request.LogProbs));
            }
            var finish = stop.IsStopped || IsEnd(next.Token) ? FinishReason.Stop : FinishReason.Length;
            var rest = stop.IsStopped ? "" : stop.Append(text.Flush()) + stop.Flush();
            yield return new TokenEvent(null, rest, null, finish, new TokenUsage(prompt.Count, 0, delivered, 0));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _slots.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _pool.Dispose();
        _slots.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Logits after each token of a given sequence, for tests against golden values.</summary>
    internal IEnumerable<float[]> LogitsOf(IReadOnlyList<int> tokens)
    {
        var sequence = new LlamaSequence(_model.Config, tokens.Count);
        foreach (var token in tokens)
        {
            _model.Feed(sequence, token);
            yield return _model.Logits(sequence).ToArray();
        }
    }

    private IReadOnlyList<int> Check(GenerationRequest request)
    {
        if (request.MaxTokens < 1) throw new InferenceRequestException("max_tokens must be at least 1.", "max_tokens");
        if (!request.Sampling.LogitBias.Keys.All(_tokenizer.Tokenizer.Knows))
            throw new InferenceRequestException("'logit_bias' names a token that this model does not have.", "logit_bias", "invalid_value");
        var prompt = _tokenizer.Encode(request.Prompt);
        if (request.MaxTokens > Descriptor.ContextLength - prompt.Count)
        {
            throw new InferenceRequestException(
                $"This model's maximum context length is {Descriptor.ContextLength} tokens. The prompt has {prompt.Count} and max_tokens asks for {request.MaxTokens} more.",
                "messages", "context_length_exceeded");
        }
        return prompt;
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (!_slots.Wait(0, CancellationToken.None))
        {
            try
            {
                if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting) throw new EngineBusyException();
                await _slots.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
        Interlocked.Increment(ref _running);
    }

    private Choice Prefill(LlamaSequence sequence, IReadOnlyList<int> prompt, Sampler sampler, bool logProbs, CancellationToken cancellationToken)
    {
        foreach (var token in prompt)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _model.Feed(sequence, token);
        }
        return Choose(sequence, sampler, logProbs);
    }

    private Choice Decode(LlamaSequence sequence, int token, Sampler sampler, bool logProbs)
    {
        _model.Feed(sequence, token);
        return Choose(sequence, sampler, logProbs);
    }

    private Choice Choose(LlamaSequence sequence, Sampler sampler, bool logProbs)
    {
        _model.Logits(sequence);
        var token = sampler.Next(sequence.Logits, logProbs, out var logProb);
        return new Choice(token, logProb);
    }

    private bool IsEnd(int token) => _model.Config.EndTokens.Contains(token);

    private static ulong Seed(SamplingOptions sampling) =>
        sampling.Seed is { } seed ? (ulong)seed : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    private readonly record struct Choice(int Token, float? LogProb);
}
