using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls;

/// <summary>Whom one end of a connection lets be at the other.</summary>
/// <param name="Roles">Roles it may have. Empty refuses all.</param>
/// <param name="Wallet">The very wallet it must work for; null for any.</param>
public sealed record PeerExpectation(ImmutableArray<ImageRole> Roles, AccountAddress? Wallet = null)
{
    /// <param name="roles">Roles the peer may have.</param>
    public static PeerExpectation Of(params ImmutableArray<ImageRole> roles) => new(roles);

    internal AttestationFailure Judge(PeerIdentity peer)
    {
        if (!Roles.Contains(peer.Role)) return AttestationFailure.RoleNotAllowed;
        return Wallet is { } wallet && wallet != peer.Wallet ? AttestationFailure.NotAccepted : AttestationFailure.None;
    }
}
