using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.LocalRuntime.Tests.Local;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>What all machines of a test share: the time, the policy and the collateral. Development network, simulated evidence.</summary>
internal sealed class Market : IPolicySource, ICollateralKeeper, IEpochSource
{
    public const int NetworkId = -217;

    public FakeTime Time { get; } = new();

    public PolicyDocument Policy { get; set; } = new() { NetworkId = NetworkId, AllowSimulated = true, RequireEpoch = false };

    public CollateralSnapshot Collateral { get; set; } = CollateralSnapshot.Empty;

    /// <summary>The policy's source fails from now on.</summary>
    public bool IsPolicyGone { get; set; }

    public IReadOnlyList<IEvidenceVerifier> Verifiers { get; set; } = [new SimulatedVerifier(), new EchoGpuVerifier()];

    public static PolicyDocument With(PolicyDocument policy, string revoked) =>
        policy with { RevokedHardware = ImmutableSortedSet.Create(StringComparer.Ordinal, revoked) };

    /// <summary>From now on no simulated machine is accepted.</summary>
    public void Revoke() => Policy = With(Policy, "simulated");

    public Task<PolicyDocument> Current(CancellationToken cancellationToken = default) =>
        IsPolicyGone ? Task.FromException<PolicyDocument>(new IOException("the chain does not answer")) : Task.FromResult(Policy);

    public Task<CollateralSnapshot> For(EvidenceBundle bundle, DateTimeOffset at, CancellationToken cancellationToken = default) => Task.FromResult(Collateral);

    public Task<Epoch> Latest(CancellationToken cancellationToken = default) => throw new NotSupportedException("There is no chain here.");

    public Task<Epoch?> Find(uint seqno, CancellationToken cancellationToken = default) => Task.FromResult<Epoch?>(null);
}
