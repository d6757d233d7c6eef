using System.Text.Json;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Routing;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Sealed;

/// <summary>
/// Jobs whose prompt and answer this gateway cannot read: it finds the provider, hands over its evidence, and passes sealed
/// bytes on.
/// </summary>
internal sealed class SealedJobsEndpoint(
    Authenticator authenticator, JobStarter jobs, MarketCache market, VoucherKeeper keeper, KeyGate gate, ErrorHandling errors, IGrainFactory grains, IOptions<GatewayOptions> options)
{
    private const int MaxWishBytes = 16 * 1024;
    private const string SealedType = "application/octet-stream";

    public async Task Start(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, MaxWishBytes);
        var (wish, challenge) = Wish(body);
        var job = await jobs.Start(caller, Authenticator.Channel(caller, http), wish, body, JobOrigin.Of(http));
        // Whether and when it runs is its caller's business; the market tells how busy the provider is.
        job.Place.Dispose();
        // With a challenge the machine signs now; without one, what it showed the market is good for its appraisal's life.
        var evidence = challenge.IsEmpty ? await grains.Provider(job.Lease.Provider).Evidence() : await grains.Inference(job.Lease).Prove(challenge.ToArray());
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(SealedJson.Started(job, (await market.Parameters()).NetworkId, evidence), http.RequestAborted);
    }

    public async Task Run(HttpContext http)
    {
        var (id, state, ticket) = await Own(http);
        var lease = state.Lease!;
        var message = await Message(http);
        Nano? charge = null;
        // Disposed of last: what a caller who hung up had delivered is known once the stream has ended.
        await using var leave = new Leaving(() => gate.Leave(ticket, charge));
        await using var chunks = grains.Inference(lease)
            .Answer(id, lease.Epoch, message, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        // What fails before the first chunk fails with a proper status.
        var more = await chunks.MoveNextAsync();
        var events = new EventStream(http.Response, http.RequestAborted);
        events.Begin();
        try
        {
            for (; more; more = await chunks.MoveNextAsync())
            {
                charge = chunks.Current.Outcome?.Bill?.Receipt.Receipt.Charge ?? charge;
                var voucher = chunks.Current.Outcome is null ? null : await keeper.Cover(state.Spec!.Channel);
                await events.Data(SealedJson.Chunk(chunks.Current, voucher));
            }
            await events.Done();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The status line is gone; the protocol's way to fail now is an error event and no [DONE].
            await events.Data(ErrorBody.Of(errors.ToApi(e, http.TraceIdentifier)));
        }
    }

    /// <summary>The caller does not want what was leased; the hold ends.</summary>
    public async Task GiveBack(HttpContext http)
    {
        var (id, _, ticket) = await Own(http);
        await grains.Job(id).GiveBack();
        await gate.Leave(ticket, Nano.Zero);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The job of the path. Another's job looks like no job at all, so ids cannot be probed.</summary>
    private async Task<(JobId Id, JobState State, KeyTicket? Ticket)> Own(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var state = JobId.TryParse((string?)http.Request.RouteValues["job"], out var id) ? await grains.Job(id).View() : new JobState();
        return state.Spec?.Client == caller.Account && state.Lease is not null
            ? (id, state, KeyTicket.Of(caller, id))
            : throw new ApiException(404, ErrorTypes.InvalidRequest, "job_not_found", "There is no such job to run. POST /cocoon/v1/jobs opens one.");
    }

    private static (JobWish Wish, HexBytes Challenge) Wish(byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize<PostedJob>(body, ReceiptJson.Strict) is { IsWhole: true, Challenge: null or { Length: ReportBinding.NonceBytes } } posted)
                return (Wish(posted), posted.Challenge ?? default);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // Said below.
        }
        throw ApiException.BadRequest("The body is a JSON object with 'model' and 'max_prompt_tokens', and if wanted 'max_tokens', 'tier', 'price_ceiling', 'deadline_ms', 'choices', 'longest_prompt', 'providers', 'regions', 'prefer', 'class', 'deterministic', 'session', 'priority', 'quote' and 'challenge' (32 bytes in hex).");
    }

    private static JobWish Wish(PostedJob posted) => new(posted.Model, posted.MaxPromptTokens, posted.MaxTokens, posted.Tier, posted.PriceCeiling, posted.DeadlineMs)
    {
        Choices = posted.Choices,
        LongestPrompt = posted.LongestPrompt,
        Quote = posted.Quote ?? default,
        Route = new RouteWish
        {
            Allow = posted.Providers?.Allow ?? [],
            Deny = posted.Providers?.Deny ?? [],
            Regions = [.. posted.Regions ?? []],
            Prefer = posted.Prefer ?? ProviderPreference.Balanced,
            Class = posted.Class ?? JobClass.Interactive,
            IsDeterministic = posted.Deterministic ?? false,
            Session = posted.Session,
            Priority = posted.Priority ?? 0,
        },
    };

    private Task<byte[]> Message(HttpContext http)
    {
        if (http.Request.ContentType != SealedType)
            throw new ApiException(415, ErrorTypes.InvalidRequest, "unsupported_media_type", $"The body is a sealed request: set the header Content-Type: {SealedType}.");
        return RequestBody.ReadAll(http, SealedRequest.MessageBytes(options.Value.MaxBodyBytes));
    }
}
