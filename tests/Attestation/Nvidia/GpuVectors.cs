using System.Text;
using System.Text.Json;
using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>Reports and chains of real devices (nvidia/README.md of the shared vectors says which is which).</summary>
internal static class GpuVectors
{
    /// <summary>A report and its chain. The files hold hex and PEM, whatever their names say.</summary>
    public static MachineEvidence File(string report, string chain) =>
        new(EvidenceKind.NvidiaGpu, Convert.FromHexString(Vectors.Text($"nvidia/{report}").Trim()), Vectors.Bytes($"nvidia/{chain}"));

    /// <summary>A list of devices as NVIDIA's tools write it.</summary>
    public static MachineEvidence[] Json(string file)
    {
        using var document = JsonDocument.Parse(Vectors.Bytes($"nvidia/{file}"));
        return [.. document.RootElement.EnumerateArray().Select(one => new MachineEvidence(
            EvidenceKind.NvidiaGpu, one.GetProperty("evidence").GetBytesFromBase64(), one.GetProperty("certificate").GetBytesFromBase64()))];
    }

    /// <summary>Any of the genuine ones, by the name of its file.</summary>
    public static MachineEvidence Named(string name) => name.EndsWith(".json", StringComparison.Ordinal) ? Json(name)[0] : File($"{name}.report.b64", $"{name}.chain.b64");

    public static byte[] Pem(IEnumerable<string> certificates) => Encoding.ASCII.GetBytes(string.Concat(certificates));
}
