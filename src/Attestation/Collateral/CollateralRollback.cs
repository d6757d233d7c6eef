using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Collateral;

/// <summary>What to call an older document in place of a newer one.</summary>
internal static class CollateralRollback
{
    public static AttestationFailure RollbackFailure(this CollateralKey key) => key.Kind switch
    {
        CollateralKind.TdxTcbInfo => AttestationFailure.TcbInfoRollback,
        CollateralKind.TdxQeIdentity => AttestationFailure.QeIdentityRollback,
        _ => AttestationFailure.CrlRollback,
    };
}
