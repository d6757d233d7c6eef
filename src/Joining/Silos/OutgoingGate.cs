using Cocoon.Attestation.Policy;
using Cocoon.Core;
using Cocoon.Grains;
using Cocoon.Joining.Access;

namespace Cocoon.Joining.Silos;

/// <summary>On a provider's silo: a call that the core would refuse does not leave. Against mistakes in the image, not against the image.</summary>
internal sealed class OutgoingGate(SiloRoleOptions self) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        var contract = context.InterfaceMethod.DeclaringType!;
        var isAllowed = context.TargetId.Type.IsSystemTarget()
            || (GrainAccess.MayCall(ImageRole.Provider, contract, context.InterfaceMethod.Name)
                && GrainAccess.MayTouch(ImageRole.Provider, self.Wallet, contract, context.TargetId.Key.ToString()!));
        return isAllowed
            ? context.Invoke()
            : throw new RefusedException(RefusalCode.CallNotAllowed, $"A provider's silo may not call {contract.Name}.{context.InterfaceMethod.Name}.");
    }
}
