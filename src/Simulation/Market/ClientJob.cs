using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Simulation.Market;

/// <summary>What a client remembers of one job of its own.</summary>
/// <param name="id">Chosen before anything is sent, so that it survives the client.</param>
/// <param name="spec">What it asked for.</param>
/// <param name="body">The request as sent.</param>
/// <param name="prompt">Its one message.</param>
internal sealed class ClientJob(JobId id, JobSpec spec, byte[] body, string prompt)
{
    public JobId Id { get; } = id;

    public JobSpec Spec { get; set; } = spec;

    public byte[] Body { get; } = body;

    public string Prompt { get; } = prompt;

    /// <summary>Tokens that arrived.</summary>
    public int Seen { get; set; }

    /// <summary>Whether the outcome arrived, so that nothing about the count is open.</summary>
    public bool HasOutcome { get; set; }

    /// <summary>What the job cost; null as long as that is not known.</summary>
    public Nano? Charge { get; set; }

    /// <summary>The job cost nothing and never will.</summary>
    public bool IsFree { get; set; }

    /// <summary>The receipt does not fit what arrived: the client pays under protest only.</summary>
    public bool IsDisputed { get; set; }

    public bool IsSettled => Charge is not null || IsFree;
}
