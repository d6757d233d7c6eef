using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Jobs;
using Cocoon.Inference;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Grains.Inference;

/// <summary>
/// One job running on the engine: opens the request, hands out sealed tokens, counts what it handed out and makes the receipt.
/// Text stays in here.
/// Used by one stream at a time.
/// </summary>
internal sealed class JobRun : IAsyncDisposable
{
    private readonly JobOrder _order;
    private readonly ChatPrompt _prompt;
    private readonly IAnswerSealer _answerSealer;
    private readonly IAsyncEnumerator<TokenEvent> _tokens;
    private readonly CancellationTokenSource _engineStop = new();
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly byte[] _salt = new byte[Commitment.SaltBytes];
    private readonly StringBuilder _answer = new();
    private JobEnding _ending = JobEnding.Interrupted;
    private TokenCounts _counts;

    private JobRun(JobOrder order, IInferenceEngine engine, GenerationRequest request, int promptTokens, IAnswerSealer answerSealer, IEntropy entropy, TimeProvider time)
    {
        _order = order;
        _prompt = request.Prompt;
        _answerSealer = answerSealer;
        _tokens = engine.GenerateAsync(request, _engineStop.Token).GetAsyncEnumerator(_engineStop.Token);
        _time = time;
        _startedAt = time.GetUtcNow();
        _counts = new TokenCounts(promptTokens, 0, 0, 0);
        entropy.Fill(_salt);
    }

    public JobId Job => _order.Lease.Job;

    /// <summary>Tokens handed to the reader.</summary>
    public long Delivered => _counts.Delivered;

    public Refusal? Failure { get; private set; }

    public bool IsReported { get; private set; }

    /// <summary>Whether the answer was stopped from outside.</summary>
    public bool IsCutOff => _ending == JobEnding.Cancelled;

    /// <summary>Checks the request against the order; the refusal says what is wrong with it.</summary>
    public static (JobRun? Run, Refusal? Refusal) Create(JobOrder order, Enclave enclave, int networkId, byte[] message, IEntropy entropy, TimeProvider time)
    {
        using var opened = enclave.TryOpen(SealingTerms.Of(order.Lease, networkId), message, out var failure);
        return opened is null
            ? (null, new Refusal(RefusalCode.RequestRefused, $"The request does not open: {failure}. Seal it to the sealing key of this job's lease, on the lease's terms."))
            : Create(order, enclave, opened, entropy, time);
    }

    private static (JobRun? Run, Refusal? Refusal) Create(JobOrder order, Enclave enclave, IOpenedRequest opened, IEntropy entropy, TimeProvider time)
    {
        if (enclave.Engine(order.Lease.Model) is not { } engine)
            return (null, new Refusal(RefusalCode.EngineFailed, $"This provider no longer serves '{order.Lease.Model}'."));
        try
        {
            var request = ChatCompletionRequest.Parse(opened.Plaintext);
            if (request.Model != order.Lease.Model) return (null, new Refusal(RefusalCode.RequestRefused, "The request names another model than the job."));
            var generation = request.ToGenerationRequest(order.Spec.MaxCompletionTokens);
            var promptTokens = engine.CountPromptTokens(generation.Prompt);
            if (promptTokens > order.Spec.MaxPromptTokens)
                return (null, new Refusal(RefusalCode.RequestRefused, $"The prompt has {promptTokens} tokens, the job was opened for at most {order.Spec.MaxPromptTokens}."));
            return (new JobRun(order, engine, generation, promptTokens, opened.StartAnswer(entropy), entropy, time), null);
        }
        catch (InferenceRequestException refused)
        {
            return (null, new Refusal(RefusalCode.RequestRefused, refused.Message));
        }
    }

    /// <summary>The next token; null when the answer has ended for whatever reason.</summary>
    /// <param name="stop">Hang-up or deadline.</param>
    public async Task<AnswerToken?> Next(CancellationToken stop)
    {
        if (_ending is JobEnding.Stop or JobEnding.Length) return null;
        using var link = stop.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _engineStop);
        try
        {
            while (await _tokens.MoveNextAsync())
            {
                var token = _tokens.Current;
                if (token.Finish is { } finish) _ending = finish == FinishReason.Length ? JobEnding.Length : JobEnding.Stop;
                if (token.Usage is { } usage)
                {
                    if (usage.CachedPromptTokens < 0 || usage.PromptTokens < usage.CachedPromptTokens) throw new InvalidDataException("The engine counts what cannot be.");
                    _counts = _counts with { Prompt = usage.PromptTokens - usage.CachedPromptTokens, CachedPrompt = usage.CachedPromptTokens };
                }
                if (Take(token) is { } taken) return taken;
            }
            return null;
        }
        catch (OperationCanceledException) when (_engineStop.IsCancellationRequested)
        {
            _ending = JobEnding.Cancelled;
            return null;
        }
        catch (InferenceRequestException refused)
        {
            Failure = new Refusal(RefusalCode.RequestRefused, refused.Message);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Engines are foreign code to the ledger: only the type's name leaves, since a message might quote the prompt.
            Failure = new Refusal(RefusalCode.EngineFailed, $"The engine failed with {e.GetType().Name}. Try again.");
            return null;
        }
    }

    public void HangUp() => _ending = JobEnding.Cancelled;

    /// <summary>The deadline ended the answer: not the caller's wish, so it is told.</summary>
    public void TimeOut()
    {
        _ending = JobEnding.Interrupted;
        Failure ??= new Refusal(RefusalCode.DeadlinePassed, "The job's deadline passed before the answer was complete. Ask for fewer tokens or a later deadline.");
    }

    public void MarkReported() => IsReported = true;

    public Receipt Receipt()
    {
        var (spec, lease) = (_order.Spec, _order.Lease);
        var charge = lease.Prices.Charge(_counts);
        return new Receipt(
            lease.Job, spec.Client, spec.Channel, lease.Provider, lease.Model, lease.WeightHash,
            _counts, lease.Prices, charge, lease.FeeBps,
            Commitment.OfPrompt(_salt, _prompt.Messages.Select(message => (message.Role, message.Content))),
            Commitment.OfAnswer(_salt, _answer.ToString()),
            lease.Appraisal.Tier, lease.Appraisal.Hash, _ending, _startedAt, _time.GetUtcNow());
    }

    public InferenceOutcome Outcome(JobBill? bill) => new(_ending, _counts, bill, Failure);

    public SealedChunk Seal(AnswerToken token) => new(_answerSealer.Seal(token.Encode()), token.TokenId is null ? 0 : 1, null);

    /// <summary>The salt opens the receipt's commitments, so it is for the caller alone.</summary>
    public SealedChunk SealLast(InferenceOutcome outcome) => new(_answerSealer.SealLast(_salt), 0, outcome);

    public async ValueTask DisposeAsync()
    {
        // In this turn: CancelAsync would run the engine's callbacks on the thread pool.
        _engineStop.Cancel();
        await _tokens.DisposeAsync();
        _engineStop.Dispose();
        _answerSealer.Dispose();
    }

    private AnswerToken? Take(TokenEvent token)
    {
        if (token.TokenId is null && token.Text.Length == 0) return null;
        if (token.TokenId is not null) _counts = _counts with { Completion = _counts.Completion + 1 };
        _answer.Append(token.Text);
        return new AnswerToken(token.TokenId, token.Text, token.TokenId is null ? null : token.LogProb);
    }
}
