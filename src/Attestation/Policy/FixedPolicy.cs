namespace Cocoon.Attestation.Policy;

/// <summary>One policy that never changes: from a file, or for development.</summary>
public sealed class FixedPolicy(PolicyDocument policy) : IPolicySource
{
    public Task<PolicyDocument> Current(CancellationToken cancellationToken = default) => Task.FromResult(policy);
}
