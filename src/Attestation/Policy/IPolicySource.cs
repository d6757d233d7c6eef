namespace Cocoon.Attestation.Policy;

/// <summary>The policy in force. Thread-safe.</summary>
public interface IPolicySource
{
    Task<PolicyDocument> Current(CancellationToken cancellationToken = default);
}
