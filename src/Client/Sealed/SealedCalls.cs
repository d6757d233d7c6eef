using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Client.Receipts;
using Cocoon.Client.Transport;
using Cocoon.Client.Vouchers;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Sealing;

namespace Cocoon.Client.Sealed;

/// <summary>Opens jobs whose prompt nobody reads but the machine that serves it. Thread-safe.</summary>
internal sealed class SealedCalls(IMarketTransport transport, CocoonClientOptions options, MachineCheck machines, Paymaster paymaster, IEntropy entropy)
{
    /// <summary>Opens a job, makes a verdict on its machine, and seals the request to it.</summary>
    /// <param name="request">Its market terms.</param>
    /// <param name="prompt">What is sent.</param>
    /// <param name="promptTokens">Exact prompt tokens; null to bound them.</param>
    /// <param name="limits">Most tokens of each answer, null for the market's default; and how many answers.</param>
    /// <param name="body">The request.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="MachineNotTrustedException">The machine is not good; the job was given back.</exception>
    public async Task<SealedCall> Open(InferenceRequest request, SentPrompt prompt, int? promptTokens, (int? MaxTokens, int Choices) limits, byte[] body, CancellationToken cancellationToken)
    {
        await paymaster.SettleLeft(cancellationToken);
        var wish = Wish(request, promptTokens ?? prompt.TokenBound, limits) with { LongestPrompt = prompt.LongestBound };
        var job = await transport.OpenAsync(wish, cancellationToken) with { Challenge = wish.Challenge ?? default };
        await paymaster.Begin(job, wish, cancellationToken);
        try
        {
            if (request.Quote is { } quote && (job.Lease.Provider != quote.Provider || !job.Lease.Prices.IsWithin(quote.Prices)))
                throw new MachineNotTrustedException("the market leased another machine, or other prices, than the quote says");
            await machines.Check(job, request, options.NetworkId, cancellationToken);
            return SealedRequest.TrySeal(job.Lease.Appraisal.SealingKey, SealingTerms.Of(job.Lease, job.NetworkId), body, entropy, out var message, out var opener, out var failure)
                ? new SealedCall(transport, paymaster, options, job, prompt, promptTokens, message, opener)
                : throw new MachineNotTrustedException(failure.Explain());
        }
        catch (MachineNotTrustedException e)
        {
            e.Provider = job.Lease.Provider.Raw;
            // Given back, so that no money stays held for it.
            await transport.GiveBackAsync(job.JobId, cancellationToken);
            await paymaster.Drop(job.JobId);
            throw;
        }
    }

    private JobWish Wish(InferenceRequest request, int promptTokens, (int? MaxTokens, int Choices) limits) => new(request.Model, promptTokens, limits.MaxTokens)
    {
        Choices = limits.Choices,
        Tier = request.Tier,
        // Whoever gives the lease is held to what was quoted.
        PriceCeiling = request.Quote?.Prices ?? request.PriceCeiling,
        Quote = request.Quote?.Id,
        DeadlineMs = request.Deadline is { } deadline ? checked((int)deadline.TotalMilliseconds) : null,
        Providers = request.Providers,
        Regions = request.Regions,
        Prefer = request.Prefer,
        Class = request.Class == JobClass.Interactive ? null : request.Class,
        Deterministic = request is ChatRequest { Temperature: 0 } or ChatRequest { Seed: not null } ? true : null,
        Session = request.Session is { } session ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session))) : null,
        Challenge = options.Challenge ? Challenge() : null,
        IdempotencyKey = request.IdempotencyKey,
    };

    private HexBytes Challenge()
    {
        Span<byte> nonce = stackalloc byte[ReportBinding.NonceBytes];
        entropy.Fill(nonce);
        return new HexBytes(nonce);
    }
}
