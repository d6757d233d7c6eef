using System.Collections.Frozen;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.RaTls.Roles;

namespace Cocoon.RaTls.Verdicts;

/// <summary>One verifier for each role, which accepts only images that the policy allows as that role. Thread-safe.</summary>
public sealed class RoleVerifiers
{
    private readonly FrozenDictionary<ImageRole, (IMachineVerifier Verifier, IPolicySource Policy)> _roles;

    public RoleVerifiers(MachineAppraiser appraiser, ICollateralKeeper collateral, IPolicySource policies, IEpochSource epochs)
        : this(policies, collateral, policy => new MachineVerifier(appraiser, collateral, policy, epochs))
    {
    }

    internal RoleVerifiers(IPolicySource policies, ICollateralKeeper collateral, Func<IPolicySource, IMachineVerifier> verifier)
    {
        Collateral = collateral;
        _roles = Enum.GetValues<ImageRole>().ToFrozenDictionary(role => role, role =>
        {
            var policy = new RolePolicy(policies, role);
            return (verifier(policy), (IPolicySource)policy);
        });
    }

    internal ICollateralKeeper Collateral { get; }

    internal IMachineVerifier Verifier(ImageRole role) => _roles[role].Verifier;

    internal IPolicySource Policy(ImageRole role) => _roles[role].Policy;
}
