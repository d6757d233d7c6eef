using System.Runtime.CompilerServices;
using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Inference;

/// <summary>How the chunks of an answer are read.</summary>
public static class AnswerStream
{
    /// <summary>Named in a call's context by readers who unfold <see cref="SealedChunk.Company"/>. Providers of before pass it over.</summary>
    internal const string TakesCompany = "cocoon.takes-company";

    /// <summary>
    /// Runs a job and reads its answer chunk by chunk. Chunks made within 20 ms of each other cross the cluster together; the
    /// first one travels alone. What crossed counts as delivered, whether or not it is read.
    /// </summary>
    public static async IAsyncEnumerable<SealedChunk> Answer(
        this IInferenceGrain engine, JobId job, long leaseEpoch, byte[] request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Stays with this call: an iterator's context ends with the step in which it was set.
        RequestContext.Set(TakesCompany, true);
        // A batch of one: the provider's machine makes the batches, as it alone knows what was handed over.
        await foreach (var chunk in engine.Run(job, leaseEpoch, request, cancellationToken).WithBatchSize(1).WithCancellation(cancellationToken))
        {
            yield return chunk;
            foreach (var next in chunk.Company ?? []) yield return next;
        }
    }
}
