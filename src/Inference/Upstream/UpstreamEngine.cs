using System.Runtime.CompilerServices;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// An OpenAI-compatible server as an engine: the production engine of machines with GPUs (docs/engines.md). The server has to
/// run inside the same attested machine, since it sees prompts in clear. It watches the server from its construction on, until
/// it is disposed. Thread-safe.
/// </summary>
public sealed class UpstreamEngine : IEmbeddingEngine
{
    /// <summary>The id of a token that the server did not name. It counts like any other.</summary>
    public const int UnnamedToken = int.MaxValue;

    private readonly UpstreamOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly UpstreamWatch _watch;
    private readonly SemaphoreSlim _slots;
    private int _running;
    private int _waiting;

    public UpstreamEngine(UpstreamOptions options, TimeProvider time)
        : this(options, time, UpstreamConnector.Resolve)
    {
    }

    /// <param name="options">Which server.</param>
    /// <param name="time">Drives time-outs and the watch.</param>
    /// <param name="resolve">Addresses of a name.</param>
    internal UpstreamEngine(UpstreamOptions options, TimeProvider time, ResolveAddresses resolve)
    {
        Require(options);
        (_options, _time) = (options, time);
        _client = UpstreamConnector.Connect(options, resolve);
        _slots = new SemaphoreSlim(options.Slots);
        Descriptor = new EngineDescriptor(options.Model, options.WeightHash, options.Quantization, options.ContextLength, options.Slots, "openai-upstream", "1")
        {
            Capabilities = (options.HasEmbeddings ? EngineCapabilities.Embeddings : EngineCapabilities.None)
                | (options.HasGenerations ? EngineCapabilities.Tools | EngineCapabilities.JsonSchema | EngineCapabilities.LogProbs | EngineCapabilities.Reasoning : EngineCapabilities.None),
        };
        _watch = new UpstreamWatch(_client, options, time);
    }

    public EngineDescriptor Descriptor { get; }

    internal UpstreamWatch Watch => _watch;

    /// <summary>
    /// What this process sent there and what waits here, together with what the server's metrics tell of others' work. A server
    /// that is unhealthy counts as hung: what it offers is to be withdrawn, and may come back.
    /// </summary>
    public EngineLoad Load
    {
        get
        {
            var (running, waiting) = (Volatile.Read(ref _running), Volatile.Read(ref _waiting));
            // Ours are among the server's, in its queue or under way, unless its figures are older than they.
            var load = _watch.Load is { } server
                ? new EngineLoad(Math.Max(server.Running, running - server.Waiting), waiting + server.Waiting) { MemoryUsed = server.MemoryUsed }
                : new EngineLoad(running, waiting);
            return load with { IsHung = Health.State == UpstreamState.Unhealthy };
        }
    }

    /// <summary>How the server fares, as last seen. Unknown until the first probe's end, and for good where probes are off.</summary>
    public UpstreamHealth Health => _watch.Health;

    /// <summary>Asks for the list of models and for one token now.</summary>
    /// <exception cref="UpstreamException">The server does not do what the settings say; the message tells the operator what to change.</exception>
    public Task CheckAsync(CancellationToken cancellationToken = default) => _watch.Check(cancellationToken);

    /// <summary>Exact with a tokenizer, as far as the server's chat template is ours; otherwise a bound by length.</summary>
    public int CountPromptTokens(ChatPrompt prompt) => PromptTokens.Of(prompt, _options.Tokenizer);

    public int CountPromptTokens(GenerationRequest request) => PromptTokens.Of(request, _options.Tokenizer);

    /// <summary>Exact with a tokenizer, but for control tokens that a server may add; otherwise a bound by length.</summary>
    public int CountTokens(string input) => PromptTokens.Of(input, _options.Tokenizer);

    /// <summary>
    /// As <see cref="IInferenceEngine.GenerateAsync"/> says. Tokens are counted by what arrives: see docs/engines.md for what a
    /// chunk counts. The usage of the last event is this count, and of the prompt the server's up to <see cref="CountPromptTokens(GenerationRequest)"/>.
    /// </summary>
    /// <exception cref="EngineBusyException">All slots and places to wait are taken, here or there.</exception>
    /// <exception cref="UpstreamException">The server failed.</exception>
    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = Body(request);
        await Enter(cancellationToken);
        try
        {
            using var patience = new Patience(_options, _time, cancellationToken);
            using var answer = await patience.Await(UpstreamCall.Send(_client, Path(request), body, _options.Attempts, _time, patience.Token));
            using var lines = new AnswerLines(await answer.Content.ReadAsStreamAsync(patience.Token));
            var made = new AnswerEvents(request.Choices, checked(request.Choices * request.MaxTokens), _options.Tokenizer);
            var (chunk, events) = (new UpstreamChunk(), new List<TokenEvent>());
            for (var isOver = false; !isOver;)
            {
                isOver = Take(lines, chunk, made, events, patience);
                // What has arrived is told before anything is waited for, and nothing is read ahead of who asks.
                foreach (var step in events)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return step;
                }
                if (isOver || events.Count > 0) continue;
                patience.Wait();
                isOver = !await patience.Await(lines.Fill(patience.Token).AsTask());
            }
            if (!made.IsFinished) throw new UpstreamException("The upstream's answer broke off.");
            events.Clear();
            made.End(PromptTokens.Of(request, _options.Tokenizer), events);
            foreach (var step in events) yield return step;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>As <see cref="IEmbeddingEngine.EmbedAsync"/> says. Tokens are the server's count, but never more than <see cref="CountTokens"/> of all inputs.</summary>
    /// <exception cref="EngineBusyException">All slots and places to wait are taken, here or there.</exception>
    /// <exception cref="UpstreamException">The server failed.</exception>
    public async Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        if (!_options.HasEmbeddings) throw new InferenceRequestException("This model does not make vectors.", "model", "unsupported_parameter");
        if (inputs.Count == 0) return new EmbeddingResult([], 0);
        await Enter(cancellationToken);
        try
        {
            using var patience = new Patience(_options, _time, cancellationToken);
            var body = UpstreamEmbeddings.Write(inputs, _options.Model);
            using var answer = await patience.Await(UpstreamCall.Send(_client, "embeddings", body, _options.Attempts, _time, patience.Token));
            var (vectors, told) = await patience.Await(UpstreamEmbeddings.Read(answer.Content, inputs.Count, patience.Token));
            _watch.Saw();
            var counted = inputs.Sum(CountTokens);
            return new EmbeddingResult(vectors, told == 0 ? counted : Math.Min(told, counted));
        }
        finally
        {
            Leave();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _client.Dispose();
        _slots.Dispose();
    }

    private static void Require(UpstreamOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ContextLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ProbeFailures, 1);
        if (options.MetricsPeriod != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(options.MetricsPeriod, TimeSpan.FromSeconds(1));
        if (options.ProbePeriod != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(options.ProbePeriod, TimeSpan.FromSeconds(1));
        if (options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" }) throw new ArgumentException("The endpoint is an http or https address without a user name.", nameof(options));
    }

    /// <summary>Makes events of the next chunk that has any, as far as chunks are here.</summary>
    /// <returns>Whether the answer is over.</returns>
    private bool Take(AnswerLines lines, UpstreamChunk chunk, AnswerEvents made, List<TokenEvent> events, Patience patience)
    {
        events.Clear();
        while (events.Count == 0 && lines.TryNext(out var json))
        {
            if (json.SequenceEqual("[DONE]"u8)) return true;
            ChunkParser.Parse(json, chunk);
            made.Add(chunk, events);
            _watch.Saw();
            // What stands before the first token, such as the role, may come before the prompt is read.
            if (made.Counted > 0) patience.Rest();
        }
        return false;
    }

    private byte[] Body(GenerationRequest request)
    {
        if (request.MaxTokens < 1) throw new InferenceRequestException("max_tokens must be at least 1.", "max_tokens");
        if (!_options.HasGenerations) throw new InferenceRequestException("This model makes vectors only. Use /v1/embeddings.", "model", "unsupported_parameter");
        if (request is { RawPrompt: not null, LogProbs: true }) throw new InferenceRequestException("'logprobs' of plain completions is not supported by this provider.", "logprobs", "unsupported_parameter");
        return UpstreamBody.Write(request, _options, _watch.Dialect);
    }

    private static string Path(GenerationRequest request) => request.RawPrompt is null ? "chat/completions" : "completions";

    private async Task Enter(CancellationToken cancellationToken)
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

    private void Leave()
    {
        Interlocked.Decrement(ref _running);
        _slots.Release();
    }
}
