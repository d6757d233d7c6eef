using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Answers;

/// <summary>Keys of <see cref="IAnswerGrain"/> and <see cref="IReplayGrain"/>.</summary>
public static class AnswerKeys
{
    private const string ResponsePrefix = "resp_";

    /// <summary>The id of a job's response, which is its answer's key too.</summary>
    public static string Response(JobId job) => ResponsePrefix + job;

    /// <summary>The job of a response; false for what is no response's id.</summary>
    public static bool TryParseResponse(string? id, out JobId job)
    {
        job = default;
        return id is not null && id.StartsWith(ResponsePrefix, StringComparison.Ordinal) && JobId.TryParse(id[ResponsePrefix.Length..], out job);
    }

    public static IAnswerGrain Answer(this IGrainFactory grains, string key) => grains.GetGrain<IAnswerGrain>(key);

    /// <param name="grains">The grains.</param>
    /// <param name="job">The first job of an idempotency key.</param>
    public static IReplayGrain Replay(this IGrainFactory grains, JobId job) => grains.GetGrain<IReplayGrain>(job.ToString());
}
