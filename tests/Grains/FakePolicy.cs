using Cocoon.Attestation.Policy;

namespace Cocoon.Grains.Tests;

/// <summary>A policy that a test may replace, as a registry's owner may.</summary>
public sealed class FakePolicy(PolicyDocument policy) : IPolicySource
{
    public PolicyDocument Document { get; set; } = policy;

    public Task<PolicyDocument> Current(CancellationToken cancellationToken = default) => Task.FromResult(Document);
}
