using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Replay;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Chat;

/// <summary>POST /v1/chat/completions, streaming and not.</summary>
internal sealed class ChatEndpoint(Authenticator authenticator, AnswerReplay replay, AnswerStarter answers, AnswerDelivery delivery, IOptions<GatewayOptions> options, TimeProvider time)
{
    public async Task Complete(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, options.Value.MaxBodyBytes);
        var request = ChatCompletionRequest.Parse(body);
        WishReader.Name(http, request);
        await replay.Around(http, caller, body, request.Stream, () => Answer(http, caller, request, body));
    }

    private async Task Answer(HttpContext http, Caller caller, ChatCompletionRequest request, byte[] body)
    {
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        // The first token is awaited before any header, so that what fails early fails with a proper status.
        await using var opened = await answers.Start(caller, Authenticator.Channel(caller, http), request, body, JobOrigin.Of(http));
        if (request.Stream)
        {
            await delivery.Stream(http, opened, new ChatChunks(opened.Job, request, created));
            return;
        }
        var answer = new ChatAnswer(request.Choices);
        var end = await delivery.Collect(http, opened, answer.Add);
        await AnswerDelivery.Write(http, ChatJson.Completion(opened.Job, created, answer, end, request.LogProbs));
    }
}
