using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Grains.Providers;

namespace Cocoon.Admin.Market;

/// <summary>A provider as its grain showed it.</summary>
/// <param name="View">What it showed.</param>
/// <param name="At">When.</param>
/// <param name="Checked">The verdict that this process made itself on the provider's evidence; null when it could not.</param>
public sealed record ProviderReading(ProviderView View, DateTimeOffset At, AppraisalResult? Checked)
{
    /// <summary>What will fail next, soonest first.</summary>
    public ImmutableArray<Finding> Findings => Checked is null ? [] : [.. Checked.Findings.OrderBy(finding => finding.FailsAt ?? DateTimeOffset.MaxValue)];
}
