using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Sealed;

/// <summary>Seals a request to the machine that its lease names, once that machine was found good. Thread-safe.</summary>
internal sealed class PromptSealer(IGrainFactory grains, MarketCache market, ProviderTrust trust, KeyGate gate, IEntropy entropy, TimeProvider time)
{
    /// <summary>Verifies the machine, seals the request and sends it.</summary>
    /// <exception cref="ApiException">The machine is not trusted; the job is ended and nothing is charged.</exception>
    public async Task<SealedAnswer> Send(StartedJob job, CancellationToken hangUp)
    {
        IInferenceGrain engine;
        byte[] message;
        AnswerOpener opener;
        try
        {
            await trust.Check(job.Lease, job.LeastTier, hangUp);
            engine = Engine(job.Lease);
            (message, opener) = Seal(job, (await market.Parameters()).NetworkId);
        }
        catch (Exception e) when (e is not (ApiException or RefusedException))
        {
            // A hang-up or an outage: whoever asked gives the job back, or its deadline ends it.
            await Leave(job, null);
            throw;
        }
        catch
        {
            try
            {
                await grains.Job(job.Id).GiveBack();
            }
            finally
            {
                await Leave(job, Nano.Zero);
            }
            throw;
        }
        var chunks = engine.Answer(job.Id, job.Lease.Epoch, message, hangUp).GetAsyncEnumerator(hangUp);
        return new SealedAnswer(job, chunks, opener, grains.Job(job.Id), charge => Leave(job, charge), time);
    }

    private Task Leave(StartedJob job, Nano? charge)
    {
        job.Place.Dispose();
        return gate.Leave(job.Ticket, charge);
    }

    private IInferenceGrain Engine(Lease lease)
    {
        try
        {
            return grains.Inference(lease);
        }
        catch (ArgumentException)
        {
            // What Orleans says of a grain that no silo hosts, as far as this client has heard.
            throw new ApiException(503, ErrorTypes.Unavailable, "no_provider", "No provider's machine can be reached at this moment. Nothing is charged. Try again soon.", retryAfter: TimeSpan.FromSeconds(1));
        }
    }

    private (byte[] Message, AnswerOpener Opener) Seal(StartedJob job, int network) =>
        SealedRequest.TrySeal(job.Lease.Appraisal.SealingKey, SealingTerms.Of(job.Lease, network), job.Body, entropy, out var message, out var opener, out var failure)
            ? (message, opener)
            : throw new ApiException(502, ErrorTypes.Server, "provider_not_trusted", $"The request could not be sealed to the provider ({failure}). Nothing is charged. Try again.");
}
