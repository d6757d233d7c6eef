using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Grains.Accounts;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Market;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Reputation;
using Cocoon.Grains.Settlement;

namespace Cocoon.Grains;

/// <summary>The only place where grain keys are made.</summary>
public static class Keys
{
    public static IClientAccountGrain Account(this IGrainFactory grains, AccountAddress client) => grains.GetGrain<IClientAccountGrain>(client.Raw);

    public static IPaymentChannelGrain Channel(this IGrainFactory grains, AccountAddress channel) => grains.GetGrain<IPaymentChannelGrain>(channel.Raw);

    public static IJobGrain Job(this IGrainFactory grains, JobId job) => grains.GetGrain<IJobGrain>(job.ToString());

    public static IProviderGrain Provider(this IGrainFactory grains, AccountAddress provider) => grains.GetGrain<IProviderGrain>(provider.Raw);

    /// <summary>The engine of a provider's own silo.</summary>
    public static IInferenceGrain Inference(this IGrainFactory grains, AccountAddress provider) => grains.GetGrain<IInferenceGrain>(GrainId.Create(InferenceGrain.Type, provider.Raw));

    /// <summary>The engine behind a lease: on the provider's own silo, or where the provider has dialled to.</summary>
    public static IInferenceGrain Inference(this IGrainFactory grains, Lease lease) =>
        grains.Inference(lease.Provider, lease.IsEdge);

    /// <summary>The engine of a provider: on its own silo, or where it has dialled to.</summary>
    internal static IInferenceGrain Inference(this IGrainFactory grains, AccountAddress provider, bool isEdge) =>
        isEdge ? grains.GetGrain<IInferenceGrain>(GrainId.Create(EdgeGrain.Type, provider.Raw)) : grains.Inference(provider);

    /// <summary>Where a provider's machine outside of the cluster dials to.</summary>
    public static IEdgeGrain Edge(this IGrainFactory grains, AccountAddress provider) => grains.GetGrain<IEdgeGrain>(provider.Raw);

    public static IMarketGrain Market(this IGrainFactory grains, string model) => grains.GetGrain<IMarketGrain>(model);

    /// <summary>Audits that run at once in the whole market.</summary>
    public const int AuditLanes = 16;

    /// <summary>The lane that a job's audit waits in.</summary>
    public static IAuditGrain AuditLane(this IGrainFactory grains, JobId job) =>
        grains.GetGrain<IAuditGrain>((SHA256.HashData(Encoding.ASCII.GetBytes(job.ToString()))[0] % AuditLanes).ToString(CultureInfo.InvariantCulture));

    public static IDisputeGrain Dispute(this IGrainFactory grains, JobId job) => grains.GetGrain<IDisputeGrain>(job.ToString());

    /// <param name="grains">The runtime.</param>
    /// <param name="shard">Index of a vault in <see cref="Core.Market.MarketParameters.Vaults"/>: one vault has one sequence of batches, hence one shard.</param>
    public static ISettlementGrain Settlement(this IGrainFactory grains, int shard) =>
        grains.GetGrain<ISettlementGrain>(shard.ToString(CultureInfo.InvariantCulture));

    /// <summary>The one grain that closes the market's epochs.</summary>
    public static IEpochGrain Epochs(this IGrainFactory grains) => grains.GetGrain<IEpochGrain>("epochs");

    public static IBatchGrain Batch(this IGrainFactory grains, int shard, uint seqno) =>
        grains.GetGrain<IBatchGrain>(string.Create(CultureInfo.InvariantCulture, $"{shard}/{seqno}"));
}
