using Cocoon.Core.Crypto;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Trust;
using Cocoon.Grains;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Sealed;

/// <summary>Seals a request to the machine that its lease names, once that machine was found good. Thread-safe.</summary>
internal sealed class PromptSealer(IGrainFactory grains, MarketCache market, ProviderTrust trust, IEntropy entropy, TimeProvider time)
{
    /// <summary>Verifies the machine, seals the request and sends it.</summary>
    /// <exception cref="ApiException">The machine is not trusted; the job is ended and nothing is charged.</exception>
    public async Task<SealedAnswer> Send(StartedJob job, CancellationToken hangUp)
    {
        var network = (await market.Parameters()).NetworkId;
        byte[] message;
        AnswerOpener opener;
        try
        {
            await trust.Check(job.Lease, job.LeastTier, hangUp);
            (message, opener) = Seal(job, network);
        }
        catch (Exception e) when (e is ApiException or RefusedException)
        {
            await grains.Job(job.Id).GiveBack();
            throw;
        }
        // A batch of one: a token counts as delivered when the next one is asked for.
        var chunks = grains.Inference(job.Lease.Provider).Run(job.Id, job.Lease.Epoch, message, hangUp).WithBatchSize(1).GetAsyncEnumerator(hangUp);
        return new SealedAnswer(chunks, opener, grains.Job(job.Id), time);
    }

    private (byte[] Message, AnswerOpener Opener) Seal(StartedJob job, int network) =>
        SealedRequest.TrySeal(job.Lease.Appraisal.SealingKey, SealingTerms.Of(job.Lease, network), job.Body, entropy, out var message, out var opener, out var failure)
            ? (message, opener)
            : throw new ApiException(502, ErrorTypes.Server, "provider_not_trusted", $"The request could not be sealed to the provider ({failure}). Nothing is charged. Try again.");
}
