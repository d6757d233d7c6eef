using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Orleans.Concurrency;

namespace Cocoon.Grains.Edge;

/// <summary>
/// What a provider's machine outside of the cluster calls, and all that it calls; the key is the provider's wallet address.
/// Readers reach the machine through the same grain, as <see cref="IInferenceGrain"/>. The first argument of each call but two
/// is the connection that <see cref="Connect"/> gave: whoever does not hold it is refused with <see cref="RefusalCode.CallNotAllowed"/>.
/// </summary>
[Alias("cocoon.IEdgeGrain"), Version(1)]
public interface IEdgeGrain : IGrainWithStringKey
{
    /// <summary>A challenge to connect with; good once, for a minute.</summary>
    [Alias("challenge")]
    Task<byte[]> Challenge();

    /// <summary>Connects a machine. A connection of before ends: the newest one counts.</summary>
    /// <param name="evidence">An evidence bundle, encoded, made now for this wallet and a challenge.</param>
    /// <returns>The connection: a secret of this machine.</returns>
    /// <exception cref="RefusedException">The evidence is not accepted.</exception>
    [Alias("connect")]
    Task<byte[]> Connect(byte[] evidence);

    /// <summary>Joins the market, or renews appraisal and offers (<see cref="Providers.IProviderGrain.Register"/>).</summary>
    [Alias("register")]
    Task<Appraisal> Register(byte[] connection, byte[] evidence, ImmutableList<Offer> offers);

    /// <summary>Renews the place on the market; false when evidence has to be shown again.</summary>
    [Alias("announce")]
    Task<bool> Announce(byte[] connection);

    /// <summary>Stops (or resumes) taking new jobs.</summary>
    [Alias("drain")]
    Task Drain(byte[] connection, bool draining);

    /// <summary>Waits for orders, some seconds at most. A machine that does not ask again soon is taken for lost.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">Number of the last order that came; 0 before the first.</param>
    /// <returns>What to do, in order; empty when there was nothing.</returns>
    [Alias("work")]
    Task<ImmutableArray<EdgeOrder>> Work(byte[] connection, long after);

    /// <summary>Begins a job that was ordered.</summary>
    [Alias("begin")]
    Task<JobOrder> Begin(byte[] connection, JobId job, long leaseEpoch);

    /// <summary>
    /// Offers the reader of a job its next chunk, and waits some seconds for it to be taken. Repeating it is harmless.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="job">The job.</param>
    /// <param name="number">Of the chunk: 1, 2, 3 …</param>
    /// <param name="chunk">The chunk; the last one has the outcome.</param>
    [Alias("deliver")]
    Task<EdgeWord> Deliver(byte[] connection, JobId job, long number, SealedChunk chunk);

    /// <summary>Reports what was delivered. A job of a connection that was lost may be reported by the next one.</summary>
    [Alias("complete")]
    Task<JobBill> Complete(byte[] connection, ProviderReceipt receipt, JobOrder order, TimeSpan? toFirstToken);

    /// <summary>Ends a job that was ordered without a charge.</summary>
    [Alias("fail")]
    Task Fail(byte[] connection, JobId job, Refusal reason);

    /// <summary>Nothing more comes of a job; its reader, if there still is one, is told why.</summary>
    [Alias("end")]
    Task End(byte[] connection, JobId job, Refusal reason);

    /// <summary>Answers the order for a proof.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="number">Of the order.</param>
    /// <param name="evidence">An evidence bundle, encoded; null when there is none.</param>
    /// <param name="reason">Why there is none.</param>
    [Alias("proven")]
    Task Proven(byte[] connection, long number, byte[]? evidence, Refusal? reason);

    /// <summary>Answers the order for a job's record (<see cref="IInferenceGrain.Disclose"/>).</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="number">Of the order.</param>
    /// <param name="disclosure">The record for the auditor; null when it is not handed over.</param>
    /// <param name="reason">Why it is not.</param>
    [Alias("disclosed")]
    Task Disclosed(byte[] connection, long number, Disclosure? disclosure, Refusal? reason);

    /// <summary>The machine stops: its offers leave the market at once.</summary>
    [Alias("leave"), OneWay]
    Task Leave(byte[] connection);
}
