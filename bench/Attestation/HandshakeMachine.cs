using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.RaTls;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Limits;
using Cocoon.RaTls.Roles;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Verdicts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cocoon.Bench.Attestation;

/// <summary>One machine of a development network, with simulated evidence padded to the size of real.</summary>
internal sealed class HandshakeMachine : IDisposable, ICollateralKeeper, IEpochSource, IEvidenceMaker
{
    public static readonly PeerExpectation Anybody = PeerExpectation.Of(ImageRole.Provider);

    private const int Network = -217;

    private readonly IEvidenceVerifier _verifier;
    private readonly int _evidenceBytes;
    private readonly ConnectionGate _gate;
    private readonly AttestedIdentity _identity;
    private readonly bool _ownsIdentity;

    public HandshakeMachine(IEvidenceVerifier verifier, int evidenceBytes) : this(verifier, evidenceBytes, null)
    {
    }

    private HandshakeMachine(IEvidenceVerifier verifier, int evidenceBytes, AttestedIdentity? identity)
    {
        (_verifier, _evidenceBytes, _ownsIdentity) = (verifier, evidenceBytes, identity is null);
        var wallet = AccountAddress.From(0, new byte[32]);
        _identity = identity ?? new AttestedIdentity(
            this, new RaTlsIdentityOptions { NetworkId = Network, Identity = new PeerIdentity(ImageRole.Provider, wallet) }, TimeProvider.System, NullLogger<AttestedIdentity>.Instance);
        var options = Options.Create(new RaTlsOptions { ConnectionsPerPeriod = 100_000 });
        _gate = new ConnectionGate(options);
        var policy = new FixedPolicy(new PolicyDocument { NetworkId = Network, AllowSimulated = true, RequireEpoch = false });
        var verdicts = new VerdictCache(new RoleVerifiers(new MachineAppraiser([verifier]), this, policy, this), options, TimeProvider.System);
        Endpoint = new RaTlsEndpoint(_identity, verdicts, new EvidenceAloneProves(), new SessionRegistry(), _gate, options, TimeProvider.System);
    }

    public RaTlsEndpoint Endpoint { get; }

    /// <summary>The same machine, which knows no verdict yet.</summary>
    public HandshakeMachine WithEmptyCache() => new(_verifier, _evidenceBytes, _identity);

    public async Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default)
    {
        var bundle = await new SimulatedEvidenceMaker().Make(request, cancellationToken);
        return bundle with { Cpu = bundle.Cpu with { Endorsements = new byte[_evidenceBytes] } };
    }

    public Task<CollateralSnapshot> For(EvidenceBundle bundle, DateTimeOffset at, CancellationToken cancellationToken = default) => Task.FromResult(CollateralSnapshot.Empty);

    public Task<Epoch> Latest(CancellationToken cancellationToken = default) => throw new NotSupportedException("There is no chain here.");

    public Task<Epoch?> Find(uint seqno, CancellationToken cancellationToken = default) => Task.FromResult<Epoch?>(null);

    public void Dispose()
    {
        _gate.Dispose();
        if (_ownsIdentity) _identity.Dispose();
    }
}
