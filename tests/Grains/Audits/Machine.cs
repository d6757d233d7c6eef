using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>A provider's machine of its own: its enclave, its evidence, and what the market calls on it.</summary>
internal sealed class Machine
{
    private readonly Enclave _enclave;

    public Machine(byte number, MarketParameters rules, IInferenceEngine engine)
    {
        Wallet = GrainHost.Address(number);
        Key = GrainHost.Key(number);
        var sealing = SealingKeyPair.Create(new SystemEntropy());
        _enclave = new Enclave(Wallet, Key, sealing, GrainHost.Bytes(number), Ed25519.Default, [engine]);
        Calls = new EnclaveAudits(_enclave, Verifier, rules.NetworkId, new SystemEntropy(), TimeProvider.System);
    }

    public static IMachineVerifier Verifier { get; } = new MachineVerifier(
        new MachineAppraiser([new SimulatedVerifier()]), new NoCollateral(), new FixedPolicy(PolicyDocument.Simulated(GrainHost.Network)), new NoEpochs());

    public AccountAddress Wallet { get; }

    public SigningKey Key { get; }

    public EnclaveClaims Claims => _enclave.Claims;

    /// <summary>What audits ask of it.</summary>
    public EnclaveAudits Calls { get; }

    /// <summary>Audits of others run here one at a time: takes that place.</summary>
    public IDisposable Occupy() => _enclave.TryEnterAudit()!;

    public async Task<byte[]> Evidence() => (await new SimulatedEvidenceMaker().Make(new EvidenceRequest(Claims, GrainHost.Network, Wallet))).Encode();
}
