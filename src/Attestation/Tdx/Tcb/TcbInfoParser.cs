using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Pck;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>Reads TCB info for TDX, version 3. Never throws.</summary>
internal static class TcbInfoParser
{
    private const int MaxEvaluationNumber = 1_000_000;

    /// <summary>Reads the signed <paramref name="document"/>, without its envelope.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> document, [NotNullWhen(true)] out TcbInfo? info, out Refusal refusal)
    {
        info = null;
        refusal = default;
        try
        {
            using var json = JsonDocument.Parse(document, SignedJson.Strict);
            var root = json.RootElement;
            // First, since TCB info of SGX has other fields, which would be called malformed.
            if (root.Text("id") is var id && root.Number("version", int.MaxValue) is var version && (id, version) != ("TDX", 3))
                refusal = new Refusal(AttestationFailure.TcbInfoWrongTee, $"TCB info '{id}' version {version}; 'TDX' version 3 is wanted.");
            else
                info = Read(root);
            return info is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            refusal = new Refusal(AttestationFailure.CollateralMalformed, $"The TCB info cannot be read: {e.Message}");
            return false;
        }
    }

    private static TcbInfo Read(JsonElement root) => new()
    {
        IssueDate = root.Time("issueDate"),
        NextUpdate = root.Time("nextUpdate"),
        Fmspc = root.Bytes("fmspc", 6),
        PceId = root.Bytes("pceId", 2),
        EvaluationNumber = root.Number("tcbEvaluationDataNumber", MaxEvaluationNumber),
        Module = Module(root.Object("tdxModule"), "", []),
        Modules = root.TryGetProperty("tdxModuleIdentities", out _)
            ? Distinct(root.List("tdxModuleIdentities", module => Module(module, module.Text("id"), SvnLevel.ReadAll(module))))
            : [],
        Levels = [.. root.List("tcbLevels", Level).Order(TcbLevel.HighToLow)],
    };

    private static SeamIdentity Module(JsonElement module, string id, ImmutableArray<SvnLevel> levels) =>
        new(id, module.Bytes("mrsigner", 48), module.Bytes("attributes", 8), module.Bytes("attributesMask", 8), levels);

    private static ImmutableArray<SeamIdentity> Distinct(ImmutableArray<SeamIdentity> modules) =>
        modules.DistinctBy(module => module.Id, StringComparer.OrdinalIgnoreCase).Count() == modules.Length ? modules : throw new JsonException("A TDX module is listed twice.");

    private static TcbLevel Level(JsonElement level)
    {
        var tcb = level.Object("tcb");
        return new TcbLevel(
            Components(tcb, "sgxtcbcomponents"), tcb.Number("pcesvn", ushort.MaxValue), Components(tcb, "tdxtcbcomponents"),
            level.Time("tcbDate"), level.Status("tcbStatus"), level.Advisories());
    }

    private static ImmutableArray<TcbComponent> Components(JsonElement tcb, string name)
    {
        var components = tcb.List(name, component => new TcbComponent((byte)component.Number("svn", byte.MaxValue), Name(component)));
        return components.Length == SgxExtension.Components ? components : throw new JsonException($"'{name}' has {components.Length} entries; it has {SgxExtension.Components}.");
    }

    private static string Name(JsonElement component) => (Optional(component, "category"), Optional(component, "type")) switch
    {
        (var category, "") => category,
        ("", var type) => type,
        var (category, type) => $"{category}, {type}",
    };

    private static string Optional(JsonElement component, string name) => component.TryGetProperty(name, out _) ? component.Text(name) : "";
}
