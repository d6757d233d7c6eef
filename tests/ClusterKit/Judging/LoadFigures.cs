using System.Globalization;
using Cocoon.ClusterKit.Load;

namespace Cocoon.ClusterKit.Judging;

/// <summary>What a run amounts to in numbers.</summary>
/// <param name="Requests">All that were sent.</param>
/// <param name="Answered">Answered in full.</param>
/// <param name="Retried">Answered, but not at the first attempt.</param>
/// <param name="ReceiptOnly">Answer lost, receipt found.</param>
/// <param name="BrokenOff">Broke off after the first token.</param>
/// <param name="Failed">No token after all retries.</param>
/// <param name="Seconds">From the first request sent to the last that ended.</param>
/// <param name="P50">Median time to the whole answer, ms.</param>
/// <param name="P99">99th percentile of it, ms.</param>
/// <param name="FirstTokenP50">Median time to the first token, ms.</param>
internal sealed record LoadFigures(int Requests, int Answered, int Retried, int ReceiptOnly, int BrokenOff, int Failed, double Seconds, double P50, double P99, double FirstTokenP50)
{
    public double PerSecond => Seconds > 0 ? Answered / Seconds : 0;

    public static LoadFigures Of(IReadOnlyCollection<LoadRecord> records)
    {
        var answered = records.Where(record => record.Outcome == LoadOutcome.Answered).ToList();
        var times = answered.Select(record => record.Ended - record.Sent).Order().ToList();
        var first = answered.Select(record => record.FirstToken!.Value - record.Sent).Order().ToList();
        return new LoadFigures(
            records.Count, answered.Count, answered.Count(record => record.Attempts > 1), Count(LoadOutcome.ReceiptOnly), Count(LoadOutcome.BrokenOff), Count(LoadOutcome.Failed),
            records.Count == 0 ? 0 : (records.Max(record => record.Ended) - records.Min(record => record.Sent)) / 1_000, At(times, 0.5), At(times, 0.99), At(first, 0.5));

        int Count(LoadOutcome outcome) => records.Count(record => record.Outcome == outcome);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Requests} requests in {Seconds:0.0} s: {Answered} answered ({PerSecond:0} a second, {Retried} of them after a retry), {ReceiptOnly} with the receipt only, {BrokenOff} broken off, {Failed} failed; p50 {P50:0} ms, p99 {P99:0} ms");

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
