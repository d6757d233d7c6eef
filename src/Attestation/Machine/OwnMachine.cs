using System.Collections.Immutable;
using System.Security.Cryptography;
using Cocoon.Attestation.Inspection;

namespace Cocoon.Attestation.Machine;

/// <summary>All evidence that this machine gave of itself at one time, and what it lacks for more.</summary>
/// <param name="Cpu">Its processor's.</param>
/// <param name="Gpus">Its GPUs, as their driver describes them.</param>
/// <param name="GpuNonce">The nonce that the GPUs were given, 32 bytes, made of the CPU's report data.</param>
/// <param name="File">The evidence; null when there is none.</param>
/// <param name="Lacks">What is missing.</param>
public sealed record OwnMachine(OwnEvidence Cpu, OwnGpus Gpus, ReadOnlyMemory<byte> GpuNonce, EvidenceFile? File, ImmutableArray<Lack> Lacks)
{
    /// <summary>Asks processor and GPUs, these for a nonce that names the processor's evidence (docs/trust.md).</summary>
    public static async Task<OwnMachine> Look(CpuEvidence cpus, GpuTools tools, ReadOnlyMemory<byte> reportData, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        ArgumentNullException.ThrowIfNull(tools);
        var cpu = cpus.Get(reportData.Span);
        var gpus = await tools.Look(cancellationToken);
        ReadOnlyMemory<byte> nonce = SHA256.HashData([.. "gpu-v1"u8, .. reportData.Span]);
        ImmutableArray<Lack> lacks = [.. cpu.Lacks, .. gpus.Lacks];
        var file = cpu.Evidence is { } evidence ? new EvidenceFile("this machine's own evidence", [evidence]) : null;
        if (gpus is { Collector: not null, IsConfidential: true })
        {
            var (json, lack) = await tools.Collect(nonce, cancellationToken);
            if (lack is not null) lacks = lacks.Add(lack);
            else if (TryGpus(json) is { } shown) file = new EvidenceFile("this machine's own evidence", [.. file?.Parts ?? [], .. shown.Parts]);
            else lacks = lacks.Add(new Lack("evidence of the GPUs that can be read", "Run nvattest collect-evidence by hand: it must write JSON with \"evidences\"."));
        }
        return new OwnMachine(cpu, gpus, nonce, file, lacks);
    }

    private static EvidenceFile? TryGpus(ReadOnlyMemory<byte> json)
    {
        try
        {
            return EvidenceFile.Recognise(json);
        }
        catch (FormatException)
        {
            return null; // Named by the caller, who knows which program wrote it.
        }
    }
}
