using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Orleans.Concurrency;

namespace Cocoon.Grains.Providers;

/// <summary>The market's twin of one provider; the key is the provider's wallet address.</summary>
[Alias("cocoon.IProviderGrain")]
public interface IProviderGrain : IGrainWithStringKey
{
    /// <summary>Joins, or renews appraisal and offers.</summary>
    /// <param name="evidence">An evidence bundle, encoded; bound to this network and this provider.</param>
    /// <param name="offers">What it sells.</param>
    [Alias("register")]
    Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers);

    /// <summary>Renews the provider's place in the market's index; to be called every few seconds.</summary>
    /// <returns>False when the market needs to see the provider's evidence again: register.</returns>
    [Alias("announce")]
    Task<bool> Announce();

    /// <summary>The evidence behind the present appraisal, for whoever wants to make the verdict himself.</summary>
    [Alias("evidence")]
    Task<byte[]> Evidence();

    /// <summary>Looks at the evidence again now, as the market does every few seconds by itself.</summary>
    [Alias("reappraise")]
    Task Reappraise();

    /// <summary>Gives a slot to a job.</summary>
    [Alias("lease")]
    Task<Lease> Lease(LeaseRequest request);

    /// <summary>A job has ended; its slot is free.</summary>
    [Alias("release"), AlwaysInterleave]
    Task Release(JobId job);

    /// <summary>Stops (or resumes) taking new jobs; running ones finish.</summary>
    [Alias("drain")]
    Task Drain(bool draining);

    [Alias("view")]
    Task<ProviderView> View();
}
