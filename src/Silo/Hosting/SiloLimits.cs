using Cocoon.Grains.Accounts;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Settlement;
using Cocoon.Silo.Settings;
using Orleans.Configuration;

namespace Cocoon.Silo.Hosting;

/// <summary>Bounds what both runtimes bound (docs/silo.md says what each is for).</summary>
internal static class SiloLimits
{
    public static void Apply(ISiloBuilder silo, SiloSettings limits)
    {
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = TimeSpan.FromSeconds(limits.ResponseTimeoutSeconds);
            // Whoever called has given up: what the callee goes on doing helps nobody.
            options.CancelRequestOnTimeout = true;
            options.MaxEnqueuedRequestsHardLimit = limits.MaxQueuedRequests;
        });
        silo.Configure<GrainCollectionOptions>(options =>
        {
            var ages = limits.CollectionMinutes;
            options.CollectionAge = TimeSpan.FromMinutes(ages.Others);
            Set(typeof(JobGrain), ages.Jobs);
            Set(typeof(PaymentChannelGrain), ages.Channels);
            Set(typeof(ClientAccountGrain), ages.Accounts);
            Set(typeof(BatchGrain), ages.Batches);

            void Set(Type grain, int minutes) => options.ClassSpecificCollectionAge[grain.FullName!] = TimeSpan.FromMinutes(minutes);
        });
    }
}
