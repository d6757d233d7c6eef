using Cocoon.Core.Answers;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Grains.Answers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Responses;

/// <summary>Keeps responses, sealed so that only the API key they were asked for with opens them (ADR 0013). Thread-safe.</summary>
internal sealed partial class ResponseStore(IGrainFactory grains, IEntropy entropy, IOptions<GatewayOptions> options, TimeProvider time, ILogger<ResponseStore> logger)
{
    /// <returns>False when it is too large, or could not be stored.</returns>
    public async Task<bool> TryKeep(Caller caller, string id, byte[] kept)
    {
        if (kept.Length + AnswerSeal.Overhead > StoredAnswer.MaxBytes) return false;
        try
        {
            var message = AnswerSeal.Seal(caller.Key, id, kept, entropy);
            var until = time.GetUtcNow() + options.Value.ResponseRetention;
            await Idempotent.Call(async () =>
            {
                await grains.Answer(id).Store(caller.Account, message, until);
                return true;
            }, time, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is RefusedException || Idempotent.IsOutage(e))
        {
            LogNotKept(id, e.GetType().Name);
            return false;
        }
    }

    /// <summary>Puts what became of a response in the place of the one in progress, unless that was deleted.</summary>
    public Task<bool> Complete(Caller caller, string id, byte[] kept) => kept.Length + AnswerSeal.Overhead > StoredAnswer.MaxBytes
        ? Task.FromResult(false)
        : Idempotent.Call(() => grains.Answer(id).Complete(caller.Account, AnswerSeal.Seal(caller.Key, id, kept, entropy)), time, CancellationToken.None);

    /// <returns>Null when there is none that this key opens.</returns>
    public async Task<KeptResponse?> Find(Caller caller, string? id, CancellationToken hangUp) =>
        AnswerKeys.TryParseResponse(id, out _)
        && await Idempotent.Call(() => grains.Answer(id!).Find(caller.Account), time, hangUp) is { } answer
        && AnswerSeal.TryOpen(caller.Key, id!, answer.Sealed, out var kept)
            ? KeptResponse.Decode(kept, answer.IsCancelled)
            : null;

    /// <summary>What was said up to the end of a response, to go on from there.</summary>
    /// <exception cref="ApiException">There is no such response, or it has not ended.</exception>
    public async Task<IReadOnlyList<ConversationItem>> Conversation(Caller caller, string id, CancellationToken hangUp)
    {
        const string field = "previous_response_id";
        var kept = await Find(caller, id, hangUp)
            ?? throw ApiException.BadRequest("There is no response with the id in 'previous_response_id' for this API key, or it has expired. Send the whole conversation as 'input'.", field, "previous_response_not_found");
        return kept.Status is ResponseStatus.Completed or ResponseStatus.Incomplete
            ? kept.Conversation()
            : throw ApiException.BadRequest("The response in 'previous_response_id' has no answer to go on from: it is in progress, or failed.", field, "invalid_value");
    }

    public Task<bool> Cancel(Caller caller, string id) => Idempotent.Call(() => grains.Answer(id).Cancel(caller.Account), time, CancellationToken.None);

    public Task<bool> Delete(Caller caller, string id) => Idempotent.Call(() => grains.Answer(id).Delete(caller.Account), time, CancellationToken.None);

    /// <summary>Whether anybody still waits for a response in progress.</summary>
    public Task<bool> IsWanted(Caller caller, string id) => grains.Answer(id).IsWanted(caller.Account);

    [LoggerMessage(2121, LogLevel.Warning, "Response {Response} could not be stored ({Error}); its caller is told.")]
    private partial void LogNotKept(string response, string error);
}
