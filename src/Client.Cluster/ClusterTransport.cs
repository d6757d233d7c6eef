using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Cocoon.Client.Transport;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Quotes;
using Cocoon.Grains.Registry;

namespace Cocoon.Client.Cluster;

/// <summary>
/// The market's grains, called from an app that is itself a client of the cluster (or hosts the market in its own process).
/// For backends inside the cluster's walls: a cluster's ports are not for strangers, who use a gateway. Thread-safe.
/// </summary>
/// <param name="grains">The cluster.</param>
/// <param name="options">Whose channel pays; the account is the channel's owner.</param>
/// <param name="cluster">How the market is used.</param>
/// <param name="entropy">Makes job ids and keys; null for the system's.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class ClusterTransport(
    IGrainFactory grains, CocoonClientOptions options, ClusterClientOptions cluster, IEntropy? entropy = null, TimeProvider? time = null) : IMarketTransport
{
    private readonly IEntropy _entropy = entropy ?? new SystemEntropy();
    private readonly QuoteDesk _quotes = new(grains, entropy ?? new SystemEntropy(), time ?? TimeProvider.System);
    private readonly JobOpener _jobs = new(grains, new QuoteDesk(grains, entropy ?? new SystemEntropy(), time ?? TimeProvider.System), cluster, entropy ?? new SystemEntropy(), time ?? TimeProvider.System);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelInfo>> ModelsAsync(CancellationToken cancellationToken) => Market.Call<IReadOnlyList<ModelInfo>>(async () =>
    {
        var rules = await Rules();
        var models = new List<ModelInfo>();
        foreach (var (model, weights) in rules.Models.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            models.Add(Info(model, weights, await grains.Market(model).Snapshot()) with { Reference = Shown(await grains.Market(model).Reference()) });
        return models;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<BindingQuote>> QuotesAsync(QuoteWish wish, CancellationToken cancellationToken) => Market.Call<IReadOnlyList<BindingQuote>>(async () =>
    {
        var rules = await Rules();
        if (!rules.Models.ContainsKey(wish.Model)) throw new RefusedException(RefusalCode.ModelUnknown, $"This market does not list the model '{wish.Model}'.");
        var answers = await _quotes.Ask(await grains.Market(wish.Model).Snapshot(), await Owner(), wish.Model, (wish.MaxPromptTokens, wish.MaxTokens), JobOpener.LeastTier(wish.Tier, rules), wish.Class);
        return answers.Quotes.ConvertAll(Shown);
    });

    /// <inheritdoc/>
    public Task<BindingQuote> CounterAsync(HexBytes quote, PriceList bid, CancellationToken cancellationToken) =>
        Market.Call(async () => Shown(await _quotes.Counter(quote, await Owner(), bid)));

    /// <inheritdoc/>
    public Task<OpenedJob> OpenAsync(JobWish wish, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        var rules = await Rules();
        var lease = await _jobs.Open(wish, rules, await Owner(), options.Channel);
        var evidence = wish.Challenge is { } challenge
            ? await grains.Inference(lease).Prove(challenge.ToArray())
            : await grains.Provider(lease.Provider).Evidence();
        return new OpenedJob(lease.Job.ToString(), rules.NetworkId, lease, evidence);
    });

    /// <inheritdoc/>
    public async IAsyncEnumerable<SealedPart> RunAsync(OpenedJob job, ReadOnlyMemory<byte> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var chunks = grains.Inference(job.Lease)
            .Answer(job.Lease.Job, job.Lease.Epoch, message.ToArray(), cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await Market.Call(() => Next(job.Lease, chunks)))
                yield return new SealedPart(chunks.Current.Sealed, chunks.Current.Outcome is { } outcome ? Outcome(outcome) : null);
        }
        finally
        {
            _jobs.Ended(job.Lease.Job);
        }
    }

    private async Task<bool> Next(Lease lease, IAsyncEnumerator<SealedChunk> chunks)
    {
        try
        {
            return await chunks.MoveNextAsync();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or RefusedException { Code: RefusalCode.EngineFailed })
        {
            _jobs.Failed(lease);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task GiveBackAsync(string jobId, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        if (!JobId.TryParse(jobId, out var id)) throw new CocoonException("There is no such job.", null, "job_not_found", null);
        await grains.Job(id).GiveBack();
        _jobs.Ended(id);
    });

    /// <inheritdoc/>
    public Task<SignedReceipt?> ReceiptAsync(string jobId, CancellationToken cancellationToken) => Market.Call(() => Receipt(jobId));

    /// <inheritdoc/>
    public Task<ReceiptFile?> ReceiptFileAsync(string jobId, CancellationToken cancellationToken) => Market.Call(async () =>
        await Receipt(jobId) is { } receipt ? new ReceiptFile(receipt, await Proof(receipt.Receipt)) : null);

    /// <inheritdoc/>
    public Task<ChannelStatus> ChannelAsync(ChannelAction action, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        var channel = grains.Channel(options.Channel);
        return await Status(action switch
        {
            ChannelAction.View => await channel.View(),
            ChannelAction.Refresh => await channel.Open(cancellationToken),
            ChannelAction.Drain => await channel.Drain(),
            ChannelAction.Reopen => await channel.Reopen(),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        });
    });

    /// <inheritdoc/>
    public Task<ChannelStatus> PayAsync(SignedVoucher voucher, CancellationToken cancellationToken) =>
        Market.Call(async () => await Status(await grains.Channel(options.Channel).AcceptVoucher(voucher)));

    /// <inheritdoc/>
    public Task<WithdrawalGrant> WithdrawAsync(Nano amount, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        var signed = await grains.Channel(options.Channel).PermitWithdrawal(amount, cancellationToken);
        return new WithdrawalGrant(options.Channel, signed.Permit.Total, signed.Permit.ValidUntil, signed.Signature);
    });

    /// <inheritdoc/>
    public Task<HexBytes> CloseAsync(Nano amount, HexBytes signature, CancellationToken cancellationToken) =>
        Market.Call(() => grains.Channel(options.Channel).AgreeClose(amount, signature));

    /// <inheritdoc/>
    public Task<AccountStatus> AccountAsync(CancellationToken cancellationToken) => Market.Call(Account);

    /// <inheritdoc/>
    public Task<AccountKey> AddKeyAsync(string name, KeyScope? scope, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        var owner = await Owner();
        var key = ApiKey.New(owner, _entropy);
        await grains.Account(owner).CreateKey(key.Id, name, key.SecretHash, scope);
        return await Stored(owner, key.Id) with { Key = key.Reveal() };
    });

    /// <inheritdoc/>
    public Task<AccountKey> RotateKeyAsync(string keyId, TimeSpan grace, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        var owner = await Owner();
        await Stored(owner, keyId);
        var key = ApiKey.New(owner, _entropy);
        await grains.Account(owner).RotateKey(keyId, key.SecretHash, grace);
        return await Stored(owner, keyId) with { Key = key.Reveal() };
    });

    /// <inheritdoc/>
    public Task<AccountKey> RevokeKeyAsync(string keyId, CancellationToken cancellationToken) => Market.Call(async () =>
    {
        var owner = await Owner();
        await Stored(owner, keyId);
        await grains.Account(owner).RevokeKey(keyId);
        return await Stored(owner, keyId);
    });

    /// <summary>The cluster is the host's to close.</summary>
    public void Dispose()
    {
        _jobs.Dispose();
    }

    private Task<MarketParameters> Rules() => grains.GetGrain<IRegistryGrain>(cluster.Registry.Raw).Parameters();

    private async Task<AccountAddress> Owner() => (await grains.Channel(options.Channel).View()).Client;

    private async Task<AccountStatus> Account()
    {
        var owner = await Owner();
        var keys = await grains.Account(owner).Keys();
        return new AccountStatus(owner, [options.Channel], [.. keys.Select(Shown)]);
    }

    private async Task<AccountKey> Stored(AccountAddress owner, string keyId) => (await grains.Account(owner).Keys()).Find(key => key.Id == keyId) is { } stored
        ? Shown(stored)
        : throw new CocoonException("This account has no such key.", null, "key_not_found", null);

    private static BindingQuote Shown(PriceQuote quote) => new(quote.Id, quote.Provider, quote.Request.Model, quote.Prices, quote.MaxCharge, quote.Round, quote.Expires);

    private static ReferencePrice? Shown(ReferencePrices? prices) =>
        prices is null ? null : new ReferencePrice(prices.Prompt, prices.CachedPrompt, prices.Completion, prices.Reasoning, prices.Receipts, prices.Since);

    private static AccountKey Shown(ApiKeyRecord key) => new(key.Id, key.Name, key.CreatedAt, key.RevokedAt);

    private async Task<ChannelStatus> Status(Grains.Channels.ChannelView view)
    {
        var rules = await Rules();
        var voucher = await grains.Channel(options.Channel).NewestVoucher();
        return new ChannelStatus(view.Channel, view.Client, rules.NetworkId, rules.MarketKey, view.Deposit, view.Charged, view.Held, view.Available, view.ReceiptCount, voucher is null ? null : VoucherBody.Of(voucher))
        {
            Phase = view.Phase.ToString().ToLowerInvariant(),
            JobsRunning = view.Holds,
            FinalAmountNano = view.FinalAmount,
        };
    }

    private async Task<SignedReceipt?> Receipt(string jobId) =>
        JobId.TryParse(jobId, out var id) && await grains.Job(id).View() is { Status: JobStatus.Receipted, Receipt: { } receipt } job && job.Spec?.Channel == options.Channel ? receipt : null;

    private async Task<ReceiptProof?> Proof(Receipt receipt)
    {
        var vault = (await grains.Channel(receipt.Channel).View()).Vault;
        var shard = (await Rules()).Vaults.IndexOf(vault);
        if (shard < 0 || await grains.Settlement(shard).Find(receipt.Hash(), receipt.EndedAt) is not { Batch: { } seqno }) return null;
        var archive = grains.Batch(shard, seqno);
        return await archive.Proof(receipt.Hash()) is { } proof && await archive.View() is { } batch
            ? new ReceiptProof(vault, seqno, batch.PayoutTransaction, proof.Index, proof.Count, proof.Path, proof.Root)
            : null;
    }

    private static AnswerOutcome Outcome(InferenceOutcome outcome) =>
        new(outcome.Bill?.Receipt, outcome.Failure is { } failure ? Market.Name(failure.Code) : null, outcome.Failure?.Message);

    private static ModelInfo Info(string model, HexBytes weights, ImmutableList<RoutableOffer> offers) => offers.IsEmpty
        ? new ModelInfo(model, weights, 0, 0, [], null)
        : new ModelInfo(model, weights, offers.Count, offers.Max(static offer => offer.Offer.ContextLength), [.. offers.Select(static offer => offer.Tier).Distinct().Order().Select(static tier => tier.Name())],
            new PriceList(Lowest(offers, static prices => prices.Prompt), Lowest(offers, static prices => prices.CachedPrompt), Lowest(offers, static prices => prices.Completion), Lowest(offers, static prices => prices.Reasoning)));

    private static Nano Lowest(ImmutableList<RoutableOffer> offers, Func<PriceList, Nano> price) => offers.Min(offer => price(offer.Offer.Prices));
}
