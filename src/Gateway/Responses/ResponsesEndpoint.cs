using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Replay;
using Cocoon.Gateway.Timing;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Responses;

/// <summary>POST /v1/responses: whole, as a stream, or in the background.</summary>
internal sealed class ResponsesEndpoint(
    Authenticator authenticator, AnswerStarter answers, AnswerReplay replay, ResponseDelivery delivery, ResponseStore store, BackgroundResponses background,
    IOptions<GatewayOptions> options, TimeProvider time)
{
    public async Task Create(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, options.Value.MaxBodyBytes);
        var request = ResponseRequestReader.Read(body);
        var history = request.PreviousId is { } previous ? await store.Conversation(caller, previous, http.RequestAborted) : [];
        var (chat, chatBody) = ChatTranslation.Translate(request, history);
        if (chatBody.Length > options.Value.MaxBodyBytes)
            throw ApiException.BadRequest($"The whole conversation has at most {options.Value.MaxBodyBytes} bytes. Begin a new one.", "previous_response_id", "context_length_exceeded");
        WishReader.Name(http, chat);
        await replay.Around(http, caller, body, request.Stream, () => Answer(http, caller, request, history, chat, chatBody));
    }

    private async Task Answer(HttpContext http, Caller caller, ResponseRequest request, IReadOnlyList<ConversationItem> history, ChatCompletionRequest chat, byte[] chatBody)
    {
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        var channel = Authenticator.Channel(caller, http);
        if (request.Background)
        {
            background.RequireRoom();
            await Begin(http, () => answers.Start(caller, channel, chat, chatBody, JobOrigin.Of(http)), job => new ResponseRun(caller, request, history, job, created));
            return;
        }
        // The first token is awaited before any header, so that what fails early fails with a proper status.
        await using var opened = await answers.Start(caller, channel, chat, chatBody, JobOrigin.Of(http));
        var run = new ResponseRun(caller, request, history, opened.Job, created);
        await (request.Stream ? delivery.Stream(http, opened, run) : delivery.Collect(http, opened, run));
    }

    /// <summary>Answers once the provider has begun; the rest goes on when this request has ended.</summary>
    private async Task Begin(HttpContext http, Func<Task<OpenedAnswer>> start, Func<StartedJob, ResponseRun> make)
    {
        var hangUp = http.RequestAborted;
        var stop = new CancellationTokenSource();
        ResponseRun run;
        using (hangUp.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), stop))
        {
            http.RequestAborted = stop.Token;
            var opened = await start();
            run = make(opened.Job);
            if (!await store.TryKeep(run.Caller, run.Id, run.Kept(run.InProgress())))
            {
                await opened.DisposeAsync();
                throw new ApiException(503, ErrorTypes.Unavailable, "unavailable", "The response could not be stored, so nobody could ask for it. It was stopped; what was delivered is charged. Try again.");
            }
            ResponseDelivery.Announce(http, opened);
            background.TakeOver(opened, run, RequestTimes.Of(http), stop);
        }
        http.RequestAborted = hangUp;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(run.InProgress(), hangUp);
    }
}
