using Cocoon.Core.Jobs;

namespace Cocoon.Core.Tests.Jobs;

/// <summary>All that can be seen of a job, in plain numbers.</summary>
internal readonly record struct JobFigures(JobStatus Status, long Hold, long? Charge, long? Epoch, long? Price, string? Failure)
{
    public static JobFigures Of(JobState state) => new(
        state.Status, state.Hold.Value, state.Receipt?.Receipt.Charge.Value, state.Lease?.Epoch, state.Lease?.Prices.Prompt.Value / 1_000_000, state.Failure?.Message);

    public static JobFigures Of(JobModel model) => new(
        model.Status, model.Hold, model.Charge, model.Held?.Epoch, model.Held?.Price, model.Failure is { } reason ? $"#{reason}" : null);
}
