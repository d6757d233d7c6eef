using System.Runtime.CompilerServices;
using Cocoon.Attestation.Policy;

namespace Cocoon.RaTls.Roles;

/// <summary>
/// The policy for peers of one role. Verifiers look for images of the provider role, so an image allowed as this role is shown
/// to them as one, and all others are left out: an image of a provider never passes for a core silo. A machine that dials out
/// is a provider's, with an image or, where the policy allows it, without; nobody else is let in without. Thread-safe.
/// </summary>
internal sealed class RolePolicy(IPolicySource source, ImageRole role) : IPolicySource
{
    private readonly ImageRole _image = role == ImageRole.Edge ? ImageRole.Provider : role;
    private readonly ConditionalWeakTable<PolicyDocument, PolicyDocument> _narrowed = [];

    public async Task<PolicyDocument> Current(CancellationToken cancellationToken = default) => _narrowed.GetValue(await source.Current(cancellationToken), Narrow);

    private PolicyDocument Narrow(PolicyDocument policy) => policy with
    {
        Images = [.. policy.Images.Where(image => image.Role == _image).Select(image => image with { Role = ImageRole.Provider })],
        AllowOpen = policy.AllowOpen && role == ImageRole.Edge,
    };
}
