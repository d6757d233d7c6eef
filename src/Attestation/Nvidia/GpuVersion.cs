using System.Globalization;

namespace Cocoon.Attestation.Nvidia;

/// <summary>Compares versions number by number; a version that ends first counts as zeros from there.</summary>
internal static class GpuVersion
{
    /// <summary>Drivers: decimal numbers, such as "550.144.03".</summary>
    public static bool IsDriverAtLeast(string found, string needed) => IsAtLeast(found, needed, NumberStyles.None);

    /// <summary>VBIOS: hexadecimal numbers, such as "96.00.74.00.20".</summary>
    public static bool IsVbiosAtLeast(string found, string needed) => IsAtLeast(found, needed, NumberStyles.AllowHexSpecifier);

    /// <returns>Also false when either is no version.</returns>
    private static bool IsAtLeast(string found, string needed, NumberStyles style)
    {
        if (Parse(found, style) is not { } have || Parse(needed, style) is not { } want) return false;
        for (var i = 0; i < Math.Max(have.Length, want.Length); i++)
        {
            var (left, right) = (have.ElementAtOrDefault(i), want.ElementAtOrDefault(i));
            if (left != right) return left > right;
        }
        return true;
    }

    private static uint[]? Parse(string version, NumberStyles style)
    {
        var parts = version.Split('.');
        var numbers = new uint[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!uint.TryParse(parts[i], style, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return numbers;
    }
}
