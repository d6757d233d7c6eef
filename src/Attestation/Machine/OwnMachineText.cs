using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cocoon.Attestation.Machine;

/// <summary>Says what a machine has and lacks to give evidence of itself.</summary>
public static class OwnMachineText
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For people: GPUs first, then each thing missing with its remedy.</summary>
    public static string Lacks(OwnMachine own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var text = new StringBuilder();
        foreach (var gpu in own.Gpus.Gpus) text.AppendLine($"  GPU       {gpu.Name}, driver {gpu.Driver}, VBIOS {gpu.Vbios} ({gpu.Uuid})");
        if (own.File is null) text.AppendLine("This machine gives no evidence of itself: a provider here can only be of tier simulated, for development.");
        foreach (var lack in own.Lacks)
        {
            text.AppendLine().AppendLine($"  missing   {lack.What}");
            text.AppendLine($"  to do     {lack.Remedy}");
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>The same for programs.</summary>
    public static string Json(OwnMachine own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return JsonSerializer.Serialize(new { Outcome = nameof(Inspection.InspectionOutcome.NoEvidence), own.Gpus.Gpus, own.Lacks }, Indented);
    }
}
