using System.Runtime.CompilerServices;
using Cocoon.Attestation;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Client.Http;
using Cocoon.Client.Receipts;
using Cocoon.Client.Sealed;
using Cocoon.Client.Transport;
using Cocoon.Client.Vouchers;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client;

/// <summary>
/// The client. Prompts are sealed to the machine that serves them, once this client itself found that machine good; the
/// gateway and the market see bounds and counts of tokens only. One instance keeps one channel's running total, so use one
/// instance for a channel. Thread-safe.
/// </summary>
public sealed class CocoonClient : ICocoonClient, IDisposable
{
    private readonly IMarketTransport _transport;
    private readonly IPromptCounter? _promptCounter;
    private readonly SigningKey _voucherKey;
    private readonly Paymaster _paymaster;
    private readonly SealedCalls _calls;
    private readonly TimeProvider _time;
    private int _isDisposed;

    /// <summary>A client of the gateway that the settings name.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A setting is missing or wrong; the message names all that are.</exception>
    public CocoonClient(CocoonClientOptions options) : this(NewHttp(), options)
    {
    }

    /// <summary>A client of a gateway.</summary>
    /// <param name="http">Sends; without a timeout of its own. Disposed with the client.</param>
    /// <param name="options">Settings.</param>
    /// <param name="ed25519">Checks receipts and signs vouchers; null for the built-in.</param>
    /// <param name="promptCounter">Counts prompts exactly; null to bound them by their bytes.</param>
    /// <param name="machines">Makes verdicts on machines; null for one made of the policy in <paramref name="options"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is missing or wrong; the message names all that are.</exception>
    public CocoonClient(
        HttpClient http, CocoonClientOptions options, IEd25519? ed25519 = null, IPromptCounter? promptCounter = null, IMachineVerifier? machines = null, TimeProvider? time = null)
        : this(new HttpTransport(http, options.Check(needsEndpoint: true)), options, ed25519, promptCounter, machines, time)
    {
    }

    /// <summary>A client over any transport.</summary>
    /// <param name="transport">The way to the market. Disposed with the client.</param>
    /// <param name="options">Settings.</param>
    /// <param name="ed25519">Checks receipts and signs vouchers; null for the built-in.</param>
    /// <param name="promptCounter">Counts prompts exactly; null to bound them by their bytes.</param>
    /// <param name="machines">Makes verdicts on machines; null for one made of the policy in <paramref name="options"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is missing or wrong; the message names all that are.</exception>
    public CocoonClient(
        IMarketTransport transport, CocoonClientOptions options, IEd25519? ed25519 = null, IPromptCounter? promptCounter = null, IMachineVerifier? machines = null, TimeProvider? time = null)
    {
        options.Check(needsEndpoint: false);
        (ed25519, time) = (ed25519 ?? Ed25519.Default, time ?? TimeProvider.System);
        (_transport, _time) = (transport, time);
        _promptCounter = promptCounter;
        _voucherKey = new SigningKey(options.VoucherSeed, ed25519);
        _paymaster = new Paymaster(transport, options, _voucherKey, ed25519, time);
        _calls = new SealedCalls(transport, options, new MachineCheck(machines ?? Verifier(options), time), _paymaster, new SystemEntropy());
        Channel = new ChannelOperations(transport, _paymaster, options, ed25519);
        Account = new AccountOperations(transport);
    }

    /// <inheritdoc/>
    public IChannelOperations Channel { get; }

    /// <inheritdoc/>
    public IAccountOperations Account { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatUpdate> StreamChatAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Require(request.Choices is >= 1 and <= Sealing.AnswerToken.MaxChoices, $"Choices is 1 to {Sealing.AnswerToken.MaxChoices}.");
        Require(!request.Continue || request is { Choices: 1, Tools: null or { Count: 0 }, Format: null or { IsText: true } } and ({ Temperature: 0 } or { Seed: not null }),
            "Continue is for one answer of plain text that another machine would give too: set Temperature to 0 or a Seed, and no Tools or Format.");
        await using var chat = new SealedChat(_calls, _promptCounter, request, _time);
        var answer = new ChatAnswer();
        await foreach (var token in chat.Tokens(cancellationToken))
        {
            if (answer.Add(token) is { } update) yield return update;
        }
        var (choices, call) = (answer.Choices, chat.Call);
        var voucher = await call.Settle(call.TokensCounted == 0, cancellationToken);
        yield return new ChatUpdate("", new ChatResult(
            choices.Count > 0 ? choices[0].Text : "", call.JobId, chat.TokensCounted, call.Tier, call.Receipt, call.Receipt?.Receipt.Hash() ?? default, voucher)
        {
            Choices = choices,
            Broken = chat.Broken,
            Salt = call.Salt,
        });
    }

    /// <inheritdoc/>
    public async Task<ChatResult> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default)
    {
        await foreach (var update in StreamChatAsync(request, cancellationToken))
            if (update.Result is { } result) return result;
        throw new InvalidOperationException("A stream ended without its result.");
    }

    /// <inheritdoc/>
    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        Require(request.Inputs.Count is >= 1 and <= Sealing.AnswerToken.MaxChoices, $"An embedding request has 1 to {Sealing.AnswerToken.MaxChoices} inputs.");
        var body = EmbeddingBody.Write(request);
        await using var call = await _calls.Open(request, SentPrompt.Of(request, body), null, (0, 1), body, cancellationToken);
        var vectors = new ReadOnlyMemory<float>[request.Inputs.Count];
        await foreach (var token in call.Tokens(cancellationToken))
        {
            if (token.Embedding.IsEmpty) continue;
            if (token.Choice >= vectors.Length || !vectors[token.Choice].IsEmpty) throw NotAnswered();
            vectors[token.Choice] = token.Embedding;
        }
        if (call.Receipt is not { } receipt || Array.Exists(vectors, static vector => vector.IsEmpty)) throw NotAnswered();
        var voucher = await call.Settle(isEmpty: false, cancellationToken);
        return new EmbeddingResult(vectors, call.JobId, call.Tier, receipt, receipt.Receipt.Hash(), voucher);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken = default) => _transport.ModelsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<Quote> QuoteAsync(string model, int promptTokens, int completionTokens, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(promptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(completionTokens);
        var models = await GetModelsAsync(cancellationToken);
        var found = models.FirstOrDefault(info => info.Id == model)
            ?? throw new CocoonException($"The market does not list the model '{model}'. It has: {string.Join(", ", models.Select(static info => info.Id))}.", null, "model_not_found", null);
        if (found.LowestPrices is not { } prices) throw new CocoonException($"Nobody offers '{model}' at this moment. Try again soon.", null, "no_provider", null);
        return new Quote(model, prices, promptTokens, completionTokens, prices.Charge(new TokenCounts(promptTokens, 0, completionTokens, 0)), found.Providers, found.Tiers);
    }

    /// <inheritdoc/>
    public Task<Quote> QuoteAsync(ChatRequest request, int answerTokens, CancellationToken cancellationToken = default) =>
        QuoteAsync(request.Model, _promptCounter?.Count(request) ?? SentPrompt.Bound(request), checked(answerTokens * request.Choices), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BindingQuote>> RequestQuotesAsync(QuoteWish wish, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wish.MaxPromptTokens, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(wish.MaxTokens);
        return _transport.QuotesAsync(wish, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<BindingQuote>> RequestQuotesAsync(ChatRequest request, CancellationToken cancellationToken = default)
    {
        Require(request.MaxTokens is not null, "A quote is for a bounded job: set MaxTokens.");
        var prompt = _promptCounter?.Count(request) ?? SentPrompt.Bound(request);
        return RequestQuotesAsync(new QuoteWish(request.Model, prompt, checked(request.MaxTokens!.Value * request.Choices)) { Tier = request.Tier, Class = request.Class }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<BindingQuote> NegotiateAsync(BindingQuote quote, PriceList bid, CancellationToken cancellationToken = default)
    {
        Require(bid.IsValid, "Prices are zero or more.");
        return _transport.CounterAsync(quote.Id, bid, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SignedReceipt?> GetReceiptAsync(string jobId, CancellationToken cancellationToken = default) => _transport.ReceiptAsync(jobId, cancellationToken);

    /// <inheritdoc/>
    public Task<ReceiptFile?> GetReceiptFileAsync(string jobId, CancellationToken cancellationToken = default) => _transport.ReceiptFileAsync(jobId, cancellationToken);

    /// <inheritdoc/>
    public Task<ChannelStatus> GetChannelAsync(CancellationToken cancellationToken = default) => Channel.ViewAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OpenBill>> SettleAsync(CancellationToken cancellationToken = default) => _paymaster.SettleLeft(cancellationToken);

    /// <summary>Lets go of the channel's voucher state, and disposes the transport.</summary>
    public void Dispose()
    {
        // A host that has it under two types disposes it twice.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        _paymaster.Dispose();
        _voucherKey.Dispose();
        _transport.Dispose();
    }

    private static MachineVerifier Verifier(CocoonClientOptions options) => new(
        new MachineAppraiser(Verifiers.All), new NoCollateral(), new FixedPolicy(options.Policy ?? PolicyDocument.Simulated(options.NetworkId)), new NoEpochs());

    private static HttpClient NewHttp() => new() { Timeout = Timeout.InfiniteTimeSpan };

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new ArgumentException(what);
    }

    private static CocoonException NotAnswered() =>
        new("The machine did not answer with one vector for each input.", null, "answer_malformed", null);
}
