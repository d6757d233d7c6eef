using Cocoon.Gateway.Chat;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Routing;

/// <summary>What an answer that has ended says of its provider.</summary>
internal static class AnswerNotes
{
    /// <summary>Takes note of an answer: how fast it was, or that its provider broke off.</summary>
    public static void Note(this RouteBook book, StartedJob job, InferenceOutcome outcome)
    {
        var (lease, times) = (job.Lease, job.Times);
        if (outcome.Failure is { } failure)
        {
            if (IsProviders(failure.Code)) book.Failed(lease.Provider, lease.Model);
            return;
        }
        var rest = times.Total - times.First;
        var tokens = outcome.Tokens.Delivered;
        book.Succeeded(lease.Provider, lease.Model, times.First - times.Queue, tokens > 1 && rest > TimeSpan.Zero ? (tokens - 1) / rest.TotalSeconds : null);
    }

    /// <summary>Whether it is the provider that failed: not what was asked, and not the time that was given.</summary>
    public static bool IsProviders(RefusalCode code) => code is RefusalCode.EngineFailed or RefusalCode.AppraisalRevoked or RefusalCode.LeaseUnknown or RefusalCode.LeaseExpired;
}
