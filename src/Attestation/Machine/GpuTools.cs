using System.Collections.Immutable;
using System.Text;

namespace Cocoon.Attestation.Machine;

/// <summary>
/// Finds and describes NVIDIA GPUs, and collects their evidence, by NVIDIA's own programs (nvidia-smi of the driver, nvattest
/// of the attestation SDK), each with a limit on time. Thread-safe.
/// </summary>
public sealed class GpuTools
{
    /// <summary>Bytes of the nonce that a GPU signs.</summary>
    public const int NonceBytes = 32;

    private const string Driver = "nvidia-smi";
    private const string Sdk = "nvattest";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly IToolRunner _runner;

    /// <summary>Uses the programs on this machine's PATH.</summary>
    public GpuTools()
        : this(new ToolRunner(Limit, TimeProvider.System))
    {
    }

    internal GpuTools(IToolRunner runner) => _runner = runner;

    /// <summary>Looks for GPUs, confidential mode and a program to collect evidence with. Never throws but when cancelled.</summary>
    public async Task<OwnGpus> Look(CancellationToken cancellationToken)
    {
        var listed = await _runner.Run(Driver, ["--query-gpu=name,uuid,driver_version,vbios_version", "--format=csv,noheader"], cancellationToken);
        if (listed is null) return Without("an NVIDIA driver (nvidia-smi)", "Without a GPU nothing is to be done. With one, install NVIDIA's driver, 550 or newer, in the guest.");
        if (!listed.IsSuccess) return Without($"an answer of the NVIDIA driver ({Why(listed)})", "Run nvidia-smi by hand and follow what it says.");
        var gpus = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read).OfType<GpuInfo>().ToImmutableArray();
        if (gpus.IsEmpty) return Without("a GPU that nvidia-smi lists", "Pass a GPU through to this guest.");

        var mode = await _runner.Run(Driver, ["conf-compute", "-f"], cancellationToken);
        var isConfidential = mode is { IsSuccess: true } && mode.Output.Contains("CC status: ON", StringComparison.OrdinalIgnoreCase);
        var hasSdk = await _runner.Run(Sdk, ["version"], cancellationToken) is { IsSuccess: true };
        var lacks = ImmutableArray.CreateBuilder<Lack>();
        if (!isConfidential) lacks.Add(new Lack("confidential-computing mode of the GPU", "On the host, set it with NVIDIA's gpu-admin-tools (--set-cc-mode=on --reset-after-cc-mode-switch). Hopper and newer have it."));
        if (!hasSdk) lacks.Add(new Lack($"NVIDIA's attestation program ({Sdk})", "Install NVIDIA's attestation SDK and its command line."));
        return new OwnGpus(gpus, isConfidential, hasSdk ? Sdk : null, lacks.ToImmutable());
    }

    /// <summary>Collects the evidence of all GPUs for a nonce of 32 bytes, as the JSON that NVIDIA's program writes.</summary>
    /// <returns>The JSON, or what is missing.</returns>
    /// <exception cref="ArgumentException">It is not 32 bytes.</exception>
    public async Task<(ReadOnlyMemory<byte> Json, Lack? Lack)> Collect(ReadOnlyMemory<byte> nonce, CancellationToken cancellationToken)
    {
        if (nonce.Length != NonceBytes) throw new ArgumentException($"A nonce has {NonceBytes} bytes, not {nonce.Length}.", nameof(nonce));
        string[] ask = ["collect-evidence", "--device", "gpu", "--nonce", Convert.ToHexStringLower(nonce.Span)];
        // Versions before 1.1 write text unless told otherwise; later ones write JSON and do not know the option.
        var result = await _runner.Run(Sdk, [.. ask, "--format", "json"], cancellationToken);
        if (result is { IsSuccess: false, ExitCode: not null }) result = await _runner.Run(Sdk, ask, cancellationToken);
        if (result is null) return (default, new Lack($"NVIDIA's attestation program ({Sdk})", "Install NVIDIA's attestation SDK and its command line."));
        return result.IsSuccess
            ? (Encoding.UTF8.GetBytes(result.Output), null)
            : (default, new Lack($"evidence of the GPUs ({Sdk} {Why(result)})", $"Run {Sdk} collect-evidence by hand and follow what it says; the GPU must be in confidential-computing mode."));
    }

    private static OwnGpus Without(string what, string remedy) => new([], false, null, [new Lack(what, remedy)]);

    private static string Why(ToolResult result) => result.ExitCode is { } code ? $"exit code {code}" : $"did not end within {Limit.TotalSeconds:0} s";

    private static GpuInfo? Read(string line) => line.Split(", ") is [var name, var uuid, var driver, var vbios] ? new GpuInfo(name, uuid, driver, vbios) : null;
}
