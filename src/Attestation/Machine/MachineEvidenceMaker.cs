using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Machine;

/// <summary>Makes evidence of this machine's own hardware, bound to a block that the chain has just shown. Thread-safe.</summary>
public sealed class MachineEvidenceMaker(CpuEvidence cpus, GpuTools gpus, IEpochSource epochs) : IEvidenceMaker
{
    public async Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default)
    {
        var epoch = await epochs.Latest(cancellationToken);
        var binding = new ReportBinding(request.Claims, request.NetworkId, request.Provider, epoch.RootHash, request.Nonce);
        var own = await OwnMachine.Look(cpus, gpus, binding.ReportData(), cancellationToken);
        if (own.File is not { Parts: [var cpu, .. var rest] } || cpu.Kind is EvidenceKind.NvidiaGpu or EvidenceKind.NrasToken)
            throw new EvidenceUnavailableException($"This machine cannot prove itself. {string.Join(" ", own.Lacks.Select(lack => $"Missing: {lack.What}. {lack.Remedy}"))}");
        return new EvidenceBundle(request.Claims, epoch.Seqno, request.Nonce, cpu, [.. rest]);
    }
}
