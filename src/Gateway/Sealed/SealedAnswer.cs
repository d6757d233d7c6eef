using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Sealed;

/// <summary>
/// An answer that comes in sealed: opens it part by part, and looks now and then whether the job still stands, so that a
/// provider that loses its trust loses its streams too. Not thread-safe.
/// </summary>
internal sealed class SealedAnswer(StartedJob started, IAsyncEnumerator<SealedChunk> chunks, AnswerOpener opener, IJobGrain job, Func<Nano?, Task> leave, TimeProvider time) : IAnswerParts
{
    /// <summary>How often the job is looked at while its answer streams.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    private Nano? _charge;
    private long _lookedAt = time.GetTimestamp();

    public StartedJob Job => started;

    public IReadOnlyList<BrokenAnswer> Broken => [];

    /// <summary>The next part; null after the last.</summary>
    /// <exception cref="ApiException">It was changed on its way, or the provider is no longer trusted.</exception>
    public async ValueTask<AnswerPart?> Next()
    {
        if (!await chunks.MoveNextAsync()) return null;
        if (time.GetElapsedTime(_lookedAt) >= LookEvery) await Look();
        var chunk = chunks.Current;
        if (!opener.TryOpen(chunk.Sealed, out var data, out var failure)) throw NotAuthentic(failure);
        if (chunk.Outcome is { } outcome)
        {
            _charge = outcome.Bill?.Receipt.Receipt.Charge;
            return opener.TryFinish(out failure) ? new AnswerPart(new AnswerToken(null, "", null), outcome, data) : throw NotAuthentic(failure);
        }
        return AnswerToken.TryDecode(data, out var token) && !opener.IsComplete
            ? new AnswerPart(token, null, [])
            : throw NotAuthentic(SealingFailure.ChunkMalformed);
    }

    public async ValueTask DisposeAsync()
    {
        opener.Dispose();
        try
        {
            await chunks.DisposeAsync();
        }
        finally
        {
            await leave(_charge);
        }
    }

    private async Task Look()
    {
        _lookedAt = time.GetTimestamp();
        if (await job.View() is { Status: JobStatus.Failed, Failure: { Code: RefusalCode.AppraisalRevoked } revoked }) throw new RefusedException(revoked);
    }

    private static ApiException NotAuthentic(SealingFailure failure) =>
        new(502, ErrorTypes.Server, "answer_not_authentic", $"The answer is not what the provider's enclave sealed ({failure}). What arrived before is genuine. Try again.");
}
