using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Jobs;

/// <summary>One job's durable record; <see cref="Job"/> has the transitions.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.job-state")]
public sealed record JobState
{
    [Id(0)] public JobStatus Status { get; init; }
    [Id(1)] public JobSpec? Spec { get; init; }

    /// <summary>What is held on the channel for this job.</summary>
    [Id(2)] public Nano Hold { get; init; }

    [Id(3)] public Lease? Lease { get; init; }
    [Id(4)] public SignedReceipt? Receipt { get; init; }
    [Id(5)] public Refusal? Failure { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    public bool IsFinal => Status is JobStatus.Receipted or JobStatus.Failed;
}
