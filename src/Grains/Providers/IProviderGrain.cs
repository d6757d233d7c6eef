using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Grains.Providers;

/// <summary>The market's twin of one provider; the key is the provider's wallet address.</summary>
[Alias("cocoon.IProviderGrain")]
public interface IProviderGrain : IGrainWithStringKey
{
    /// <summary>Joins, or renews appraisal and offers.</summary>
    /// <param name="evidence">The machine's evidence, bound to <paramref name="enclaveKey"/>, this network and this provider.</param>
    /// <param name="evidenceKind">Its format, a number of EvidenceKind.</param>
    /// <param name="enclaveKey">Ed25519 public key made inside the enclave.</param>
    /// <param name="offers">What it sells.</param>
    [Alias("register")]
    Task<Appraisal> Register(byte[] evidence, int evidenceKind, HexBytes enclaveKey, ImmutableList<Offer> offers);

    /// <summary>Renews the provider's place in the market's index; to be called every few seconds.</summary>
    [Alias("announce")]
    Task Announce();

    /// <summary>Gives a slot to a job.</summary>
    [Alias("lease")]
    Task<Lease> Lease(LeaseRequest request);

    /// <summary>A job has ended; its slot is free.</summary>
    [Alias("release")]
    Task Release(JobId job);

    /// <summary>Stops (or resumes) taking new jobs; running ones finish.</summary>
    [Alias("drain")]
    Task Drain(bool draining);

    [Alias("view")]
    Task<ProviderView> View();
}
