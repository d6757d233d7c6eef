using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Accounts;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Market;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Settlement;

namespace Cocoon.Grains;

/// <summary>The only place where grain keys are made.</summary>
public static class Keys
{
    public static IClientAccountGrain Account(this IGrainFactory grains, AccountAddress client) => grains.GetGrain<IClientAccountGrain>(client.Raw);

    public static IPaymentChannelGrain Channel(this IGrainFactory grains, AccountAddress channel) => grains.GetGrain<IPaymentChannelGrain>(channel.Raw);

    public static IJobGrain Job(this IGrainFactory grains, JobId job) => grains.GetGrain<IJobGrain>(job.ToString());

    public static IProviderGrain Provider(this IGrainFactory grains, AccountAddress provider) => grains.GetGrain<IProviderGrain>(provider.Raw);

    public static IInferenceGrain Inference(this IGrainFactory grains, AccountAddress provider) => grains.GetGrain<IInferenceGrain>(provider.Raw);

    public static IMarketGrain Market(this IGrainFactory grains, string model) => grains.GetGrain<IMarketGrain>(model);

    /// <param name="grains">The runtime.</param>
    /// <param name="shard">Index of a vault in <see cref="Core.Market.MarketParameters.Vaults"/>: one vault has one sequence of batches, hence one shard.</param>
    public static ISettlementGrain Settlement(this IGrainFactory grains, int shard) =>
        grains.GetGrain<ISettlementGrain>(shard.ToString(CultureInfo.InvariantCulture));

    public static IBatchGrain Batch(this IGrainFactory grains, int shard, uint seqno) =>
        grains.GetGrain<IBatchGrain>(string.Create(CultureInfo.InvariantCulture, $"{shard}/{seqno}"));
}
