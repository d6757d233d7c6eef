using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Replay;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Completions;

/// <summary>POST /v1/completions, streaming and not: text continued as it stands.</summary>
internal sealed class CompletionsEndpoint(Authenticator authenticator, AnswerReplay replay, AnswerStarter answers, AnswerDelivery delivery, IOptions<GatewayOptions> options, TimeProvider time)
{
    public async Task Complete(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, options.Value.MaxBodyBytes);
        var request = ChatCompletionRequest.ParseCompletion(body);
        WishReader.Name(http, request);
        await replay.Around(http, caller, body, request.Stream, () => Answer(http, caller, request, body));
    }

    private async Task Answer(HttpContext http, Caller caller, ChatCompletionRequest request, byte[] body)
    {
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        await using var opened = await answers.Start(caller, Authenticator.Channel(caller, http), request, body, JobOrigin.Of(http));
        if (request.Stream)
        {
            await delivery.Stream(http, opened, new CompletionChunks(opened.Job, request, created));
            return;
        }
        var answer = new ChatAnswer(request.Choices);
        var end = await delivery.Collect(http, opened, answer.Add);
        await AnswerDelivery.Write(http, CompletionJson.Completion(opened.Job, created, answer, end, request.LogProbs));
    }
}
