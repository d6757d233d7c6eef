using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Jobs;
using Cocoon.Inference;
using Cocoon.Sealing;

namespace Cocoon.Grains.Inference;

/// <summary>
/// One job running on the engine: opens the request, hands out sealed steps, counts what it handed out and makes the receipt.
/// Steps that come within a moment of each other are handed out together, but for the first (I11: what is counted is what
/// was handed out). Text stays in here. Used by one stream at a time.
/// </summary>
internal sealed class JobRun : IAsyncDisposable
{
    /// <summary>Longest time that a step waits for company, counted from what was handed out before it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    /// <summary>Most steps that are handed out together.</summary>
    private const int MostTogether = 64;

    private readonly JobOrder _order;
    private readonly IAnswerSealer _answerSealer;
    private readonly StepFeed _feed;
    private readonly CancellationTokenRegistration _loss;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly byte[] _salt = new byte[Commitment.SaltBytes];
    private readonly HexBytes _promptCommitment;
    private readonly AnswerTranscript? _settled;
    private readonly List<AnswerToken> _unsettled = [];
    private readonly AnswerFinish?[] _finishes;
    private readonly List<RunStep> _held = [];
    private readonly List<SealedChunk> _handed = [];
    private readonly RunRecorder? _recorder;
    private AnswerTranscript _answer = new();
    private TokenCounts _settledCounts;
    private long? _handedAt;
    private JobEnding _ending = JobEnding.Interrupted;
    private bool _isOver;
    private TokenCounts _counts;

    private JobRun(JobOrder order, RunPlan plan, ServedModel model, IAnswerSealer answerSealer, RunRecorder? recorder, IEntropy entropy, TimeProvider time, bool isRemote)
    {
        _recorder = recorder;
        _order = order;
        _answerSealer = answerSealer;
        _feed = new StepFeed(isRemote ? stop => ReadAhead.Of(plan.Steps, time, stop) : plan.Steps, time);
        _settled = isRemote ? new AnswerTranscript() : null;
        _loss = model.Lost.UnsafeRegister(static feed => ((StepFeed)feed!).GiveUp(), _feed);
        _finishes = new AnswerFinish?[plan.Choices];
        _time = time;
        _startedAt = time.GetUtcNow();
        _counts = new TokenCounts(plan.PromptTokens, 0, 0, 0);
        entropy.Fill(_salt);
        _promptCommitment = plan.PromptCommitment(_salt);
    }

    public JobId Job => _order.Lease.Job;

    /// <summary>What the market agreed to.</summary>
    public JobOrder Order => _order;

    public DateTimeOffset Deadline => _order.Spec.Deadline;

    /// <summary>Whether what was handed to the reader can be charged.</summary>
    public bool HasDelivered => Core.Jobs.Job.Delivers(_order.Spec, _counts);

    public Refusal? Failure { get; private set; }

    public bool IsReported { get; private set; }

    /// <summary>Whether the answer was stopped from outside.</summary>
    public bool IsCutOff => _ending == JobEnding.Cancelled;

    /// <summary>Checks the request against the order; the refusal says what is wrong with it.</summary>
    /// <param name="order">What the market agreed to.</param>
    /// <param name="enclave">Opens the request.</param>
    /// <param name="model">The order's; null when it is not in memory any more.</param>
    /// <param name="networkId">The TON network.</param>
    /// <param name="message">The sealed request.</param>
    /// <param name="entropy">Salts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isRemote">As of <see cref="AnswerReader.IsRemote"/>.</param>
    /// <param name="isAudited">Whether the market audits, so that deterministic jobs are kept for a while.</param>
    public static (JobRun? Run, Refusal? Refusal) Create(
        JobOrder order, Enclave enclave, ServedModel? model, int networkId, byte[] message, IEntropy entropy, TimeProvider time, bool isRemote, bool isAudited)
    {
        using var opened = enclave.TryOpen(SealingTerms.Of(order.Lease, networkId), message, out var failure);
        if (opened is null) return (null, new Refusal(RefusalCode.RequestRefused, $"The request does not open: {failure}. Seal it to the sealing key of this job's lease, on the lease's terms."));
        if (model is null) return (null, new Refusal(RefusalCode.EngineFailed, $"This provider no longer serves '{order.Lease.Model}'. Try again."));
        // The receipt names the leased weights, so the key that signs it speaks for no others.
        if (model.WeightHash != order.Lease.WeightHash) return (null, new Refusal(RefusalCode.EngineFailed, $"This provider now serves '{order.Lease.Model}' with other weights than were leased. Try again."));
        try
        {
            var plan = RunPlan.Of(order, model.Engine, opened.Plaintext, isAudited && order.Spec.IsDeterministic);
            var recorder = plan.IsAuditable ? new RunRecorder(opened.Plaintext.Span, model.Engine.Descriptor.Precision) : null;
            return (new JobRun(order, plan, model, opened.StartAnswer(entropy), recorder, entropy, time, isRemote), null);
        }
        catch (InferenceRequestException refused)
        {
            return (null, new Refusal(RefusalCode.RequestRefused, refused.Message));
        }
    }

    /// <summary>What is to be handed to the reader next, sealed and counted; null when the answer has ended for whatever reason.</summary>
    /// <param name="takesCompany">Whether the reader looks for <see cref="SealedChunk.Company"/>.</param>
    /// <param name="hangUp">The reader has gone: what has not been handed out is not counted.</param>
    /// <param name="deadline">Ends the answer too.</param>
    public async Task<SealedChunk?> Next(bool takesCompany, CancellationToken hangUp, CancellationToken deadline)
    {
        using var first = hangUp.UnsafeRegister(static feed => ((StepFeed)feed!).Stop(), _feed);
        using var second = deadline.UnsafeRegister(static feed => ((StepFeed)feed!).Stop(), _feed);
        while (!_isOver)
        {
            await Gather(takesCompany && _handedAt is not null);
            if (!hangUp.IsCancellationRequested && HandOut() is { } handed) return handed;
            _held.Clear();
        }
        return null;
    }

    public void HangUp() => _ending = JobEnding.Cancelled;

    /// <summary>What was handed out last did not arrive: it is as if it had never been said. Of remote readers; nothing is handed out afterwards.</summary>
    public void TakeBack()
    {
        (_answer, _counts) = (_settled!, _settledCounts);
        _recorder?.TakeBack();
        _unsettled.Clear();
        _isOver = true;
    }

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
            _counts, lease.Prices, charge, lease.FeeBps, _promptCommitment, _answer.Commit(_salt),
            lease.Appraisal.Tier, lease.Appraisal.Hash, _ending, _startedAt, _time.GetUtcNow())
        {
            BonusBps = lease.BonusBps,
        };
    }

    /// <summary>What is kept for auditors; null when nothing is.</summary>
    public ServedRecord? Record(HexBytes receipt) => _recorder?.Finish(_order.Lease, receipt, _salt, _time.GetUtcNow());

    public InferenceOutcome Outcome(JobBill? bill) => new(_ending, _counts, bill, Failure);

    /// <summary>The salt opens the receipt's commitments, so it is for the caller alone.</summary>
    public SealedChunk SealLast(InferenceOutcome outcome) => new(_answerSealer.SealLast(_salt), 0, outcome);

    public async ValueTask DisposeAsync()
    {
        await _loss.DisposeAsync();
        await _feed.DisposeAsync();
        _answerSealer.Dispose();
    }

    /// <summary>Waits for the next step, and a moment for more; or for the end, and why it came.</summary>
    private async Task Gather(bool waitsForMore)
    {
        try
        {
            Task? patience = null;
            do
            {
                if (!await _feed.Next())
                {
                    _isOver = true;
                    return;
                }
                _held.Add(_feed.Current);
            }
            while (waitsForMore && MayWait() && await _feed.IsReady(patience ??= Moment()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _isOver = true;
            Explain(e);
        }
    }

    /// <summary>Vectors are large, and the last step is to arrive at once.</summary>
    private bool MayWait() => _held.Count < MostTogether && _held[^1] is { Usage: null, Token.Embedding.IsEmpty: true };

    /// <summary>The rest of the time for which a step waits: none for an engine that is slow.</summary>
    private Task Moment()
    {
        var rest = Patience - _time.GetElapsedTime(_handedAt!.Value);
        return rest > TimeSpan.Zero ? Task.Delay(rest, _time) : Task.CompletedTask;
    }

    /// <summary>Seals and counts what is held; null when there is nothing in it for the reader.</summary>
    private SealedChunk? HandOut()
    {
        _handed.Clear();
        Settle();
        try
        {
            foreach (var step in _held)
                if (Take(step) is { } taken) _handed.Add(taken);
        }
        catch (InvalidDataException e)
        {
            _isOver = true;
            Explain(e);
        }
        _held.Clear();
        if (_handed.Count == 0) return null;
        _handedAt = _time.GetTimestamp();
        return _handed.Count == 1 ? _handed[0] : _handed[0] with { Company = [.. _handed.Skip(1)] };
    }

    /// <summary>The reader asks for more: what was handed out before has arrived.</summary>
    private void Settle()
    {
        if (_settled is null) return;
        foreach (var token in _unsettled) _settled.Add(token);
        _unsettled.Clear();
        _recorder?.Settle();
        _settledCounts = _counts;
    }

    /// <summary>Why there is no more.</summary>
    private void Explain(Exception end)
    {
        if (_feed.IsStopped && end is OperationCanceledException or TimeoutException) _ending = JobEnding.Cancelled;
        else Failure = end switch
        {
            InferenceRequestException refused => new Refusal(RefusalCode.RequestRefused, refused.Message),
            EngineBusyException => new Refusal(RefusalCode.ProviderBusy, "All slots of this provider's engine are in use, and its queue is full. Try again soon."),
            _ when _feed.IsGivenUp => new Refusal(RefusalCode.EngineFailed, "The provider's engine hangs or has broken. What was delivered before is all that is charged. Try again."),
            // Engines are foreign code to the ledger: only the type's name leaves, since a message might quote the prompt.
            _ => new Refusal(RefusalCode.EngineFailed, $"The engine failed with {end.GetType().Name}. Try again."),
        };
    }

    /// <summary>Hands out one step and counts it. Engines are foreign code: what cannot be is their failure, before it counts.</summary>
    private SealedChunk? Take(RunStep step)
    {
        var token = step.Token;
        if ((uint)token.Choice >= (uint)_finishes.Length) throw new InvalidDataException("The engine answers for a choice that nobody asked for.");
        if (step.Usage is { } usage && (usage.CachedPromptTokens < 0 || usage.PromptTokens < usage.CachedPromptTokens)) throw new InvalidDataException("The engine counts what cannot be.");
        if (token.TokenId is not null && _counts.Delivered >= _order.Spec.MaxCompletionTokens) throw new InvalidDataException("The engine does not keep to the token limit.");
        // The last event of several choices repeats how one of them ended.
        if (_finishes[token.Choice] is not null) token = token with { Finish = null };
        var isSomething = token is not { TokenId: null, Text.Length: 0, Finish: null, Tool: null, Embedding.IsEmpty: true };
        var bytes = isSomething ? token.Encode() : [];
        if (isSomething)
        {
            _answer.Add(token);
            _recorder?.Add(bytes, step.Best);
            if (_settled is not null) _unsettled.Add(token);
        }
        Count(token, step.Usage);
        return isSomething ? new SealedChunk(_answerSealer.Seal(bytes), token.TokenId is null ? 0 : 1, null) : null;
    }

    private void Count(AnswerToken token, TokenUsage? usage)
    {
        if (token.TokenId is not null)
            _counts = token.Kind == AnswerKind.Reasoning ? _counts with { Reasoning = _counts.Reasoning + 1 } : _counts with { Completion = _counts.Completion + 1 };
        if (token.Finish is { } finish) End(token.Choice, finish);
        if (usage is null) return;
        _counts = _counts with { Prompt = usage.PromptTokens - usage.CachedPromptTokens, CachedPrompt = usage.CachedPromptTokens };
        _isOver = true;
    }

    /// <summary>A choice has ended; the last one says how the job did.</summary>
    private void End(int choice, AnswerFinish finish)
    {
        _finishes[choice] = finish;
        if (_finishes.All(static ended => ended is not null)) _ending = _finishes.Contains(AnswerFinish.Length) ? JobEnding.Length : JobEnding.Stop;
    }
}
