using System.Text.Json;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Contracts;

/// <summary>Compiled code of our own contracts, embedded from contracts/build.</summary>
internal static class CompiledContract
{
    public static Cell Channel { get; } = Load("channel");

    public static Cell Vault { get; } = Load("vault");

    public static Cell Registry { get; } = Load("registry");

    /// <summary>A provider's stake.</summary>
    public static Cell Provider { get; } = Load("provider");

    private static Cell Load(string name)
    {
        using var stream = typeof(CompiledContract).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new InvalidOperationException($"The compiled contract '{name}' is not in this build.");
        using var json = JsonDocument.Parse(stream);
        var code = Boc.ReadBase64(json.RootElement.GetProperty("codeBoc64").GetString()!);
        var expected = json.RootElement.GetProperty("codeHashHex").GetString();
        return Convert.ToHexStringLower(code.Hash).Equals(expected, StringComparison.OrdinalIgnoreCase)
            ? code
            : throw new InvalidOperationException($"The compiled contract '{name}' does not have the hash its file states. Build contracts/ again.");
    }
}
