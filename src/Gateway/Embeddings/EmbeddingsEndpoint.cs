using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Replay;
using Cocoon.Inference.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Embeddings;

/// <summary>POST /v1/embeddings: texts into vectors.</summary>
internal sealed class EmbeddingsEndpoint(Authenticator authenticator, AnswerReplay replay, AnswerStarter answers, AnswerDelivery delivery, IOptions<GatewayOptions> options)
{
    public async Task Create(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var body = await RequestBody.Read(http, options.Value.MaxBodyBytes);
        var request = EmbeddingRequest.Parse(body);
        WishReader.Name(http, request);
        await replay.Around(http, caller, body, isStream: false, () => Answer(http, caller, request, body));
    }

    private async Task Answer(HttpContext http, Caller caller, EmbeddingRequest request, byte[] body)
    {
        await using var opened = await answers.Start(caller, Authenticator.Channel(caller, http), request, body, JobOrigin.Of(http));
        var vectors = new ReadOnlyMemory<float>[request.Inputs.Count];
        var end = await delivery.Collect(http, opened, token =>
        {
            if (!token.Embedding.IsEmpty) vectors[ChoiceAnswer.Index(token, vectors.Length)] = token.Embedding;
        });
        if (Array.Exists(vectors, vector => !IsGood(vector.Span, request.Dimensions ?? vectors[0].Length)))
            throw new ApiException(502, ErrorTypes.Server, "engine_failed", "The provider's vectors are not one for each input, or not of the length asked for. Try again.");
        await AnswerDelivery.Write(http, EmbeddingJson.List(opened.Job, vectors, request.Encoding, end));
    }

    private static bool IsGood(ReadOnlySpan<float> vector, int length)
    {
        if (vector.IsEmpty || vector.Length != length) return false;
        foreach (var number in vector)
            if (!float.IsFinite(number)) return false;
        return true;
    }
}
