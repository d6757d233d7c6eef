using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains.Providers;

namespace Cocoon.Joining.Tests.Silos;

/// <summary>Stands in for the provider's twin.</summary>
[GrainType("provider")]
public sealed class ProviderDouble : Grain, IProviderGrain
{
    public Task<bool> Announce() => Task.FromResult(true);

    public Task<byte[]> Evidence() => Task.FromResult<byte[]>([1]);

    public Task Reappraise() => throw new NotSupportedException();

    public Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers) => throw new NotSupportedException();

    public Task<Lease> Lease(LeaseRequest request) => throw new NotSupportedException();

    public Task Release(JobId job) => throw new NotSupportedException();

    public Task Drain(bool draining) => throw new NotSupportedException();

    public Task<ProviderView> View() => throw new NotSupportedException();
}
